import { describe, expect, it } from 'vitest';
import { bytesFromHex, hexOf, utf8Bytes } from '../../../src/core/bytes.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

function hex(text: string): Uint8Array {
  const bytes = bytesFromHex(text);
  if (bytes === undefined) throw new Error('not hex');
  return bytes;
}

describe('nodeCrypto', () => {
  it('hashes parts as one text (FIPS 180-2, "abc")', () => {
    const parts = [utf8Bytes('a'), utf8Bytes(''), utf8Bytes('bc')];
    expect(hexOf(nodeCrypto.hash('sha256', parts))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hexOf(nodeCrypto.hash('sha1', parts))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });

  it('computes HMACs (RFC 4231, test case 2; RFC 2202, test case 2)', () => {
    const parts = [utf8Bytes('what do ya want '), utf8Bytes('for nothing?')];
    const key = utf8Bytes('Jefe');
    expect(hexOf(nodeCrypto.hmac('sha256', key, parts))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hexOf(nodeCrypto.hmac('sha1', key, parts))).toBe('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79');
  });

  it('signs and verifies Ed25519 (RFC 8032, section 7.1, test 2)', () => {
    const seed = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
    const publicKey = hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    const signature = nodeCrypto.signEd25519(seed, [hex('72')]);
    expect(hexOf(signature)).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(hexOf(nodeCrypto.ed25519PublicKey(seed))).toBe(hexOf(publicKey));
    expect(nodeCrypto.verifyEd25519(publicKey, [hex('72')], signature)).toBe(true);
    expect(nodeCrypto.verifyEd25519(publicKey, [hex('73')], signature)).toBe(false);
  });

  it('answers false for keys and signatures that are none', () => {
    const signature = new Uint8Array(64);
    for (const key of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(32).fill(255), new Uint8Array(33)]) {
      expect(nodeCrypto.verifyEd25519(key, [hex('72')], signature)).toBe(false);
    }
    expect(nodeCrypto.verifyEd25519(new Uint8Array(32).fill(9), [], new Uint8Array(63))).toBe(false);
  });

  it('compares bytes, and takes differing lengths for different', () => {
    expect(nodeCrypto.sameBytes(hex('00ff'), hex('00ff'))).toBe(true);
    expect(nodeCrypto.sameBytes(hex('00ff'), hex('00fe'))).toBe(false);
    expect(nodeCrypto.sameBytes(hex('00ff'), hex('00'))).toBe(false);
    expect(nodeCrypto.randomBytes(27)).toHaveLength(27);
  });
});
