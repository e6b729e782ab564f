import { bytesFromBase64, bytesFromHex, sameBytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { AsymmetricKey, CryptoPort, KeyAlgorithm, KeyKind } from './crypto-port.ts';
import { exportedEd25519 } from './public-key-bytes.ts';

/**
 * The keys in a pasted text that fit an algorithm. Ed25519 keys are also taken as providers show them: the public key as 64
 * hex digits or base64 (`whpk_` before it), the private one as `seed:` and 64 hex digits, or as base64 of seed and public
 * key together (`whsk_` before it). The failure is a clause for a person.
 */
export function keysFor(
  algorithm: KeyAlgorithm,
  text: string,
  crypto: CryptoPort,
): Result<readonly AsymmetricKey[], string> {
  if (text.trim() === '') return fail('it is empty');
  const kinds = kindsOf(algorithm);
  const raw = kinds.includes('ed25519') ? rawEd25519(text.trim(), crypto) : null;
  const keys = raw === null ? crypto.readKeys(text).filter(({ kind }) => kinds.includes(kind)) : [raw];
  return keys.length > 0 ? ok(keys) : fail(`it holds no ${names[kinds[0] ?? 'rsa']} key in PEM, JWK or base64 form`);
}

const names: Readonly<Record<KeyKind, string>> = {
  rsa: 'RSA',
  p256: 'elliptic-curve',
  p384: 'elliptic-curve',
  p521: 'elliptic-curve',
  ed25519: 'Ed25519',
};

/** The kind a new key pair for the algorithm has comes first. */
export function kindsOf(algorithm: KeyAlgorithm): readonly KeyKind[] {
  if (algorithm === 'ed25519') return ['ed25519'];
  if (algorithm.startsWith('rsa-')) return ['rsa'];
  switch (algorithm) {
    case 'ecdsa-sha256-raw':
      return ['p256'];
    case 'ecdsa-sha384-raw':
      return ['p384'];
    case 'ecdsa-sha512-raw':
      return ['p521'];
    default:
      return ['p256', 'p384', 'p521'];
  }
}

const SEED = 'seed:';

function rawEd25519(text: string, crypto: CryptoPort): AsymmetricKey | null {
  if (text.startsWith(SEED)) return ofSeed(bytesFromHex(text.slice(SEED.length)), crypto);
  const bytes = bytesFromHex(text) ?? bytesFromBase64(text.replace(/^wh[ps]k_/, ''));
  if (bytes?.length === 32) return ofPublicKey(bytes, crypto);
  if (bytes?.length !== 64) return null;
  const seed = bytes.subarray(0, 32);
  // A seed beside a public key of another pair is a mistake that would sign what nobody can verify.
  return sameBytes(crypto.ed25519PublicKey(seed), bytes.subarray(32)) ? ofSeed(seed, crypto) : null;
}

function ofPublicKey(publicKey: Uint8Array, crypto: CryptoPort): AsymmetricKey | null {
  if (publicKey.every((byte) => byte === 0)) return null;
  return {
    kind: 'ed25519',
    id: null,
    verify: (algorithm, parts, signature) =>
      algorithm === 'ed25519' && crypto.verifyEd25519(publicKey, parts, signature),
    exportPublic: () => exportedEd25519(publicKey),
    sign: null,
  };
}

function ofSeed(seed: Uint8Array | undefined, crypto: CryptoPort): AsymmetricKey | null {
  if (seed?.length !== 32 || seed.every((byte) => byte === 0)) return null;
  const key = ofPublicKey(crypto.ed25519PublicKey(seed), crypto);
  return key === null ? null : { ...key, sign: (_algorithm, parts) => crypto.signEd25519(seed, parts) };
}
