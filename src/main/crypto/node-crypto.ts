import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { concatBytes } from '../../core/bytes.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { hashOf, hmacOf } from './digests.ts';
import { newKeyPair, readKeys } from './keys.ts';

/** DER around a raw key (RFC 8410, sections 4 and 7): Node takes Ed25519 keys only so or as JWK. */
const SPKI_PREFIX = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);
const PKCS8_PREFIX = Uint8Array.from([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);

function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError(`an Ed25519 seed has 32 bytes, not ${seed.length}`);
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** `CryptoPort` on `node:crypto`, for every host that runs on Node. */
export const nodeCrypto: CryptoPort = {
  hash: hashOf,
  hmac: hmacOf,
  sameBytes(a, b) {
    return a.length === b.length && timingSafeEqual(a, b);
  },
  verifyEd25519(publicKey, parts, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    return verify(null, concatBytes(parts), publicKeyOf(publicKey), signature);
  },
  signEd25519(seed, parts) {
    return new Uint8Array(sign(null, concatBytes(parts), privateKeyOf(seed)));
  },
  ed25519PublicKey(seed) {
    const der = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
    return new Uint8Array(der.subarray(SPKI_PREFIX.length));
  },
  readKeys,
  newKeyPair,
  randomBytes(length) {
    return new Uint8Array(randomBytes(length));
  },
};
