import type { CodePlan, Name } from '../../code-plan.ts';
import { type Lines, snakeCase } from '../../source-text.ts';
import { utf8 } from './literals.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `content = ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `${digest}.unpack1("H*")`;
      case 'base64':
        return `[${digest}].pack("m0")`;
      case 'base64url':
        return `[${digest}].pack("m0").tr("+/", "-_").delete("=")`;
    }
  };
  const hash = 'hash' in algorithm ? `"${algorithm.hash.toUpperCase()}"` : '';
  const compared = (expected: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `  ${content}`,
    '  secrets.any? do |secret|',
    '    key = key_of(secret)',
    usesSecret && `    ${content}`,
    `    expected = ${expected}`,
    '    candidates.any? { |candidate| same_text?(candidate, expected) }',
    '  end',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`OpenSSL::HMAC.digest(${hash}, key, content)`));
    case 'hash':
      return compared(encoded(`OpenSSL::Digest.digest(${hash}, content)`));
    case 'token':
      return compared('key');
    case 'basic':
      return compared(encoded('key'));
    case 'ed25519': {
      const shape = signature.encoding === 'hex' ? '/\\A[0-9a-f]{128}\\z/' : '/\\A[A-Za-z0-9+\\/_-]{86}(==)?\\z/';
      const decoded = signature.encoding === 'hex' ? '[candidate].pack("H*")' : 'candidate.tr("-_", "+/").unpack1("m")';
      return [
        `  ${content}`,
        '  secrets.any? do |secret|',
        '    key = key_of(secret)',
        `    candidates.any? { |candidate| candidate.match?(${shape}) && key.verify(nil, ${decoded}, content) }`,
        '  end',
      ];
    }
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'raw_body.b';
    if (chunk.kind === 'secret') return 'key';
    return template(chunk.pieces);
  });
  return parts.join(' + ');
}

function template(pieces: readonly (string | Name)[]): string {
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? utf8(piece).replace(/\.b$/, '').slice(1, -1) : `#{${snakeCase(piece)}.b}`,
  );
  return `"${inside.join('')}".b`;
}
