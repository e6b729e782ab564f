import type { CodePlan, Name } from '../../code-plan.ts';
import { camelCase, type Lines } from '../../source-text.ts';
import { doubleQuoted, literal } from './literals.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `$content = ${contentOf(plan)};`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `bin2hex(${digest})`;
      case 'base64':
        return `base64_encode(${digest})`;
      case 'base64url':
        return `rtrim(strtr(base64_encode(${digest}), '+/', '-_'), '=')`;
    }
  };
  const compared = (expected: string | null, test: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `    ${content}`,
    '    foreach ($secrets as $secret) {',
    '        $key = keyOf($secret);',
    usesSecret && `        ${content}`,
    expected !== null && `        $expected = ${expected};`,
    '        foreach ($candidates as $candidate) {',
    algorithm.kind !== 'ed25519' &&
      '            // In constant time: how long a comparison takes must not tell how much of a guess is right.',
    `            if (${test}) {`,
    '                return true;',
    '            }',
    '        }',
    '    }',
    '    return false;',
  ];
  const equal = 'hash_equals($expected, $candidate)';
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`hash_hmac('${algorithm.hash}', $content, $key, true)`), equal);
    case 'hash':
      return compared(encoded(`hash('${algorithm.hash}', $content, true)`), equal);
    case 'token':
      return compared('$key', equal);
    case 'basic':
      return compared(encoded('$key'), equal);
    case 'ed25519': {
      const bytes =
        signature.encoding === 'hex' ? 'hex2bin($candidate)' : "base64_decode(strtr($candidate, '-_', '+/'), true)";
      const shape = signature.encoding === 'hex' ? "'/^[0-9a-f]{128}$/D'" : "'/^[A-Za-z0-9+\\/_-]{86}(==)?$/D'";
      return compared(
        null,
        `preg_match(${shape}, $candidate) && sodium_crypto_sign_verify_detached(${bytes}, $content, $key)`,
      );
    }
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.flatMap((chunk) => {
    if (chunk.kind === 'body') return ['$rawBody'];
    if (chunk.kind === 'secret') return ['$key'];
    return [template(chunk.pieces)];
  });
  return parts.join(' . ');
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined)
    return typeof first === 'string' ? literal(first) : `$${camelCase(first)}`;
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? doubleQuoted(piece, 'utf8').slice(1, -1) : `{$${camelCase(piece)}}`,
  );
  return `"${inside.join('')}"`;
}
