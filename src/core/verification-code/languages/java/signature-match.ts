import type { CodePlan, Name } from '../../code-plan.ts';
import { camelCase, type Lines } from '../../source-text.ts';
import { literal } from './literals.ts';

export function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `byte[] content = ${contentOf(plan)};`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `HexFormat.of().formatHex(${digest})`;
      case 'base64':
        return `Base64.getEncoder().encodeToString(${digest})`;
      case 'base64url':
        return `Base64.getUrlEncoder().withoutPadding().encodeToString(${digest})`;
    }
  };
  const before: Lines = algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `    ${content}`;
  const compared = (expected: Lines): Lines => [
    before,
    '    for (String secret : secrets) {',
    '        byte[] key = keyOf(secret);',
    usesSecret && `        ${content}`,
    expected,
    '        for (String candidate : candidates) {',
    '            if (sameText(candidate, expected)) return true;',
    '        }',
    '    }',
    '    return false;',
  ];
  switch (algorithm.kind) {
    case 'hmac': {
      const name = `"Hmac${algorithm.hash.toUpperCase()}"`;
      return compared([
        `        Mac mac = Mac.getInstance(${name});`,
        `        mac.init(new SecretKeySpec(key, ${name}));`,
        `        String expected = ${encoded('mac.doFinal(content)')};`,
      ]);
    }
    case 'hash':
      return compared(
        `        String expected = ${encoded(`MessageDigest.getInstance(${digestName(algorithm.hash)}).digest(content)`)};`,
      );
    case 'token':
      return compared('        String expected = new String(key, StandardCharsets.ISO_8859_1);');
    case 'basic':
      return compared(`        String expected = ${encoded('key')};`);
    case 'ed25519': {
      const shape = signature.encoding === 'hex' ? '[0-9a-f]{128}' : '[A-Za-z0-9+/_-]{86}(==)?';
      const decoded = {
        hex: 'HexFormat.of().parseHex(candidate)',
        base64: 'Base64.getDecoder().decode(candidate)',
        base64url: 'Base64.getUrlDecoder().decode(candidate)',
      }[signature.encoding];
      return [
        before,
        '    for (String secret : secrets) {',
        '        PublicKey key = keyOf(secret);',
        '        for (String candidate : candidates) {',
        `            if (!candidate.matches("${shape}")) continue;`,
        '            Signature signature = Signature.getInstance("Ed25519");',
        '            signature.initVerify(key);',
        '            signature.update(content);',
        `            if (signature.verify(${decoded})) return true;`,
        '        }',
        '    }',
        '    return false;',
      ];
    }
  }
}

export function digestName(hash: string): string {
  return `"${hash.toUpperCase().replace('SHA', 'SHA-')}"`;
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'rawBody';
    if (chunk.kind === 'secret') return 'key';
    const text = joined(chunk.pieces);
    const charset = chunk.encoding === 'utf8' ? 'UTF_8' : 'ISO_8859_1';
    return `${chunk.pieces.length === 1 ? text : `(${text})`}.getBytes(StandardCharsets.${charset})`;
  });
  return parts.length === 1 ? (parts[0] ?? '') : `concat(${parts.join(', ')})`;
}

function joined(pieces: readonly (string | Name)[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : camelCase(piece))).join(' + ');
}
