import type { CodePlan, Name } from '../../code-plan.ts';
import { type Lines, snakeCase } from '../../source-text.ts';
import { literal } from './literals.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `    content = ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `${digest}.hex()`;
      case 'base64':
        return `base64.b64encode(${digest}).decode()`;
      case 'base64url':
        return `base64.urlsafe_b64encode(${digest}).decode().rstrip("=")`;
    }
  };
  const compared = (expected: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && content,
    '    for secret in secrets:',
    '        key = key_of(secret)',
    usesSecret && `    ${content}`,
    `        expected = ${expected}`,
    '        if any(same_text(candidate, expected) for candidate in candidates):',
    '            return True',
    '    return False',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`hmac.new(key, content, hashlib.${algorithm.hash}).digest()`));
    case 'hash':
      return compared(encoded(`hashlib.${algorithm.hash}(content).digest()`));
    case 'token':
      return compared('key.decode("latin-1")');
    case 'basic':
      return compared(encoded('key'));
    case 'ed25519':
      return [
        content,
        '    for secret in secrets:',
        '        key = key_of(secret)',
        '        for candidate in candidates:',
        '            try:',
        `                key.verify(${signature.encoding === 'hex' ? 'bytes.fromhex(candidate)' : 'base64.b64decode(candidate, validate=True)'}, content)`,
        '                return True',
        '            except (InvalidSignature, ValueError):',
        '                continue',
        '    return False',
      ];
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'raw_body';
    if (chunk.kind === 'secret') return 'key';
    return `${template(chunk.pieces)}.encode("${chunk.encoding === 'utf8' ? 'utf-8' : 'latin-1'}")`;
  });
  return parts.join(' + ');
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return typeof first === 'string' ? literal(first) : snakeCase(first);
  const inside = pieces.map((piece) =>
    typeof piece === 'string'
      ? literal(piece).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}')
      : `{${snakeCase(piece)}}`,
  );
  return `f"${inside.join('')}"`;
}
