import type { CodePlan, Name } from '../../code-plan.ts';
import { camelCase, type Lines, quoted, utf16Escape } from '../../source-text.ts';
import { literal } from './literals.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const encoding = literal(signature.encoding);
  const withSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `  const content = ${contentOf(plan)};`;
  const before = (inner: Lines): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !withSecret && content,
    '  return secrets.some((secret) => {',
    '    const key = keyOf(secret);',
    withSecret && `  ${content}`,
    inner,
    '  });',
  ];
  const compared = (expected: string): Lines => [
    `    const expected = ${expected};`,
    '    return candidates.some((candidate) => sameText(candidate, expected));',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return before(compared(`createHmac('${algorithm.hash}', key).update(content).digest(${encoding})`));
    case 'hash':
      return before(compared(`createHash('${algorithm.hash}').update(content).digest(${encoding})`));
    case 'token':
      return before(compared("key.toString('latin1')"));
    case 'basic':
      return before(compared(`key.toString(${encoding})`));
    case 'ed25519':
      return before([
        '    return candidates.some((candidate) => {',
        `      const bytes = Buffer.from(candidate, ${encoding});`,
        `      return bytes.length === 64 && bytes.toString(${encoding}) === candidate && verifySignature(null, content, key, bytes);`,
        '    });',
      ]);
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'rawBody';
    if (chunk.kind === 'secret') return 'key';
    return `Buffer.from(${template(chunk.pieces)}, '${chunk.encoding}')`;
  });
  return parts.length === 1 ? (parts[0] ?? '') : `Buffer.concat([${parts.join(', ')}])`;
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && typeof first !== 'string') return camelCase(first);
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? quoted(piece, '`', '$', utf16Escape).slice(1, -1) : `\${${camelCase(piece)}}`,
  );
  return `\`${inside.join('')}\``;
}
