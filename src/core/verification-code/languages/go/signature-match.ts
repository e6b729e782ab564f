import type { CodePlan } from '../../code-plan.ts';
import type { Lines } from '../../source-text.ts';
import { literal } from './literals.ts';
import { variable } from './request-values.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `content := ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `hex.EncodeToString(${digest})`;
      case 'base64':
        return `base64.StdEncoding.EncodeToString(${digest})`;
      case 'base64url':
        return `base64.RawURLEncoding.EncodeToString(${digest})`;
    }
  };
  const loop = (inner: Lines, test: Lines): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `\t${content}`,
    '\tfor _, secret := range secrets {',
    '\t\tkey, err := keyOf(secret)',
    '\t\tif err != nil {',
    '\t\t\treturn false, err',
    '\t\t}',
    usesSecret && `\t\t${content}`,
    inner,
    '\t\tfor _, candidate := range candidates {',
    test,
    '\t\t\t\treturn true, nil',
    '\t\t\t}',
    '\t\t}',
    '\t}',
    '\treturn false, nil',
  ];
  const equal: Lines = [
    '\t\t\t// In constant time: how long a comparison takes must not tell how much of a guess is right.',
    '\t\t\tif hmac.Equal([]byte(candidate), []byte(expected)) {',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return loop(
        [
          `\t\tmac := hmac.New(${hashConstructors[algorithm.hash].make}, key)`,
          '\t\tmac.Write([]byte(content))',
          `\t\texpected := ${encoded('mac.Sum(nil)')}`,
        ],
        equal,
      );
    case 'hash':
      return loop(
        [
          `\t\tdigest := ${hashConstructors[algorithm.hash].sum}([]byte(content))`,
          `\t\texpected := ${encoded('digest[:]')}`,
        ],
        equal,
      );
    case 'token':
      return loop('\t\texpected := key', equal);
    case 'basic':
      return loop(`\t\texpected := ${encoded('key')}`, equal);
    case 'ed25519': {
      const decoded =
        signature.encoding === 'hex'
          ? 'hex.DecodeString(candidate)'
          : `base64.${signature.encoding === 'base64' ? 'StdEncoding' : 'RawURLEncoding'}.DecodeString(candidate)`;
      return loop(null, [
        `\t\t\tsignature, err := ${decoded}`,
        '\t\t\tif err == nil && ed25519.Verify(key, []byte(content), signature) {',
      ]);
    }
  }
}

export const hashConstructors = {
  sha1: { make: 'sha1.New', sum: 'sha1.Sum' },
  sha256: { make: 'sha256.New', sum: 'sha256.Sum256' },
  sha384: { make: 'sha512.New384', sum: 'sha512.Sum384' },
  sha512: { make: 'sha512.New', sum: 'sha512.Sum512' },
};

/** A string, which in Go holds any bytes. */
function contentOf({ content }: CodePlan): string {
  return content
    .flatMap((chunk) => {
      if (chunk.kind === 'body') return ['string(rawBody)'];
      if (chunk.kind === 'secret') return ['string(key)'];
      return chunk.pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : variable(piece)));
    })
    .join(' + ');
}
