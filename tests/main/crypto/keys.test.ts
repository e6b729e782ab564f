import { describe, expect, it } from 'vitest';
import { base64Of, bytesFromBase64Url, utf8Bytes } from '../../../src/core/bytes.ts';
import type { AsymmetricKey, KeyAlgorithm, KeyKind } from '../../../src/core/signature/crypto-port.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { vectors } from '../../support/vectors.ts';

function only(text: string): AsymmetricKey {
  const [key, ...more] = nodeCrypto.readKeys(text);
  if (key === undefined || more.length > 0) throw new Error('not one key');
  return key;
}

function bytes(text: string): Uint8Array {
  const decoded = bytesFromBase64Url(text);
  if (decoded === undefined) throw new Error('not base64url');
  return decoded;
}

const algorithms: Readonly<Record<KeyKind, readonly KeyAlgorithm[]>> = {
  rsa: ['rsa-sha1', 'rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'rsa-pss-sha256', 'rsa-pss-sha384', 'rsa-pss-sha512'],
  p256: ['ecdsa-sha1', 'ecdsa-sha256', 'ecdsa-sha256-raw'],
  p384: ['ecdsa-sha384', 'ecdsa-sha384-raw'],
  p521: ['ecdsa-sha512', 'ecdsa-sha512-raw'],
  ed25519: ['ed25519'],
};
const kinds = ['rsa', 'p256', 'p384', 'p521', 'ed25519'] as const;
const everyAlgorithm = Object.values(algorithms).flat();

describe('known answers', () => {
  it('verifies ES256 (RFC 7515, appendix A.3)', () => {
    const key = only(
      '{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}',
    );
    const content = utf8Bytes(
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
    );
    const signature = bytes('DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q');
    expect(key).toMatchObject({ kind: 'p256', id: null, sign: null });
    expect(key.verify('ecdsa-sha256-raw', [content], signature)).toBe(true);
    expect(key.verify('ecdsa-sha256-raw', [content, utf8Bytes('x')], signature)).toBe(false);
    expect(key.verify('ecdsa-sha256', [content], signature)).toBe(false);
  });

  it('verifies and signs EdDSA (RFC 8037, appendix A.4)', () => {
    const key = only(
      '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"one"}',
    );
    const content = utf8Bytes('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc');
    const signature = bytes('hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg');
    expect(key.id).toBe('one');
    expect(key.verify('ed25519', [content], signature)).toBe(true);
    expect(key.sign?.('ed25519', [content])).toEqual(signature);
  });
});

it('takes an RSA signature at its full length only, also where it begins with zeros', () => {
  const key = only(nodeCrypto.newKeyPair('rsa').secret);
  // PSS signs with a new salt each time: one in 256 signatures begins with a zero.
  for (let zeros = 0; zeros === 0; ) {
    const signature = key.sign?.('rsa-pss-sha256', [utf8Bytes('a')]) ?? new Uint8Array([1]);
    zeros = signature.findIndex((byte) => byte !== 0);
    expect(key.verify('rsa-pss-sha256', [utf8Bytes('a')], signature)).toBe(true);
    if (zeros > 0) expect(key.verify('rsa-pss-sha256', [utf8Bytes('a')], signature.subarray(zeros))).toBe(false);
  }
});

describe.each(kinds)('a new %s key pair', (kind) => {
  const { secret, publicKey } = nodeCrypto.newKeyPair(kind);
  const [own, half, other] = [only(secret), only(publicKey), only(nodeCrypto.newKeyPair(kind).publicKey)];
  const content = [utf8Bytes('a'), utf8Bytes('bc')];

  it('signs with the private half and verifies with both, by the algorithms of its kind', () => {
    expect([own.kind, half.kind, half.sign]).toEqual([kind, kind, null]);
    for (const algorithm of algorithms[kind]) {
      const signature = own.sign?.(algorithm, content) ?? new Uint8Array(0);
      for (const key of [own, half]) {
        expect(key.verify(algorithm, [utf8Bytes('abc')], signature), algorithm).toBe(true);
        expect(key.verify(algorithm, [utf8Bytes('abd')], signature), algorithm).toBe(false);
        expect(key.verify(algorithm, content, signature.subarray(1)), algorithm).toBe(false);
        expect(key.verify(algorithm, content, new Uint8Array(0)), algorithm).toBe(false);
      }
      expect(other.verify(algorithm, content, signature), algorithm).toBe(false);
    }
  });

  it('knows no algorithm of another kind', () => {
    for (const algorithm of everyAlgorithm.filter((each) => each.includes('rsa') !== (kind === 'rsa'))) {
      if (algorithms[kind].includes(algorithm) || (algorithm.startsWith('ecdsa') && kind.startsWith('p'))) continue;
      expect(half.verify(algorithm, content, new Uint8Array(64)), algorithm).toBe(false);
      expect(() => own.sign?.(algorithm, content), algorithm).toThrow(TypeError);
    }
  });

  it('is read from base64 of its DER, with white space around it', () => {
    for (const text of [secret, publicKey]) {
      const base64 = text.replace(/-----[^-]+-----/g, '').trim();
      expect(only(` ${base64}\n`)).toMatchObject({ kind });
    }
    expect(nodeCrypto.readKeys(secret + publicKey)).toHaveLength(2);
    for (const lineBreak of ['', ' ', '\r\n', '\\n']) {
      expect(only(publicKey.replaceAll('\n', lineBreak)), JSON.stringify(lineBreak)).toMatchObject({ kind });
      expect(only(secret.replaceAll('\n', lineBreak)).sign).not.toBeNull();
    }
  });
});

describe('texts', () => {
  it('reads the key of a certificate, whatever its dates', () => {
    const pem = vectors.find(({ id }) => id === 'aws-sns/pass-v2')?.key?.certificatePem;
    expect(only(String(pem))).toMatchObject({ kind: 'rsa', sign: null });
  });

  it('reads sets of keys and certificates by their ids, and passes over what is none', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const set = JSON.stringify({
      keys: [{ ...jwk, kid: 'a' }, { kty: 'oct', k: 'AAAA' }, null, 1, { ...jwk, kid: 'b' }],
    });
    expect(nodeCrypto.readKeys(set).map(({ id }) => id)).toEqual(['a', 'b']);
    const { publicKey } = nodeCrypto.newKeyPair('p256');
    expect(nodeCrypto.readKeys(JSON.stringify({ one: publicKey, two: 'x' })).map(({ id }) => id)).toEqual(['one']);
  });

  it('answers with no keys for any other text', () => {
    const junk = [
      '',
      '{',
      '{}',
      '[]',
      'secret',
      'AAAA',
      '-----BEGIN PUBLIC KEY-----',
      '{"keys":{}}',
      '\0',
      '{"kty":1}',
    ];
    for (const text of [
      ...junk,
      '-----BEGIN '.repeat(5000),
      '{"keys":['.repeat(5000),
      base64Of(new Uint8Array(3000)),
    ]) {
      expect(nodeCrypto.readKeys(text)).toEqual([]);
    }
  });
});
