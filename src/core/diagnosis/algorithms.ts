import type { CryptoPort, HashName } from '../signature/crypto-port.ts';
import type { Recipe } from '../signature/recipe.ts';
import type { ContentPart } from '../signature/signed-content.ts';
import type { Variant } from './change.ts';

/** A way of computing a signature over content with a key that can be tried in place of a scheme's own. */
export interface Computation {
  /** As recipes name it; null: no recipe can say it. */
  readonly algorithm: Recipe['algorithm'] | null;
  /** Length of what it computes; null: the key itself. */
  readonly bytes: number | null;
  /** Whether the content goes into it. */
  readonly readsContent: boolean;
  /** Whether no key goes into it. */
  readonly keyless: boolean;
  compute(crypto: CryptoPort, key: Uint8Array, content: readonly ContentPart[]): Uint8Array;
}

const lengths: Readonly<Record<HashName, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
const shown: Readonly<Record<HashName, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
/** The likeliest first. */
const hashes: readonly HashName[] = ['sha256', 'sha1', 'sha512', 'sha384', 'md5'];

function withSecret(key: Uint8Array, content: readonly ContentPart[]): readonly Uint8Array[] {
  return content.map(({ role, bytes }) => (role === 'secret' ? key : bytes));
}

function hmac(hash: HashName): Computation {
  return {
    algorithm: hash === 'md5' ? null : `hmac-${hash}`,
    bytes: lengths[hash],
    readsContent: true,
    keyless: false,
    compute: (crypto, key, content) => crypto.hmac(hash, key, withSecret(key, content)),
  };
}

function plain(hash: HashName, secret: 'within' | 'first' | 'last' | 'nowhere'): Computation {
  return {
    algorithm: hash === 'sha256' && secret === 'within' ? 'hash-sha256' : null,
    bytes: lengths[hash],
    readsContent: true,
    keyless: secret === 'nowhere',
    compute(crypto, key, content) {
      const parts = withSecret(key, content);
      return crypto.hash(hash, secret === 'first' ? [key, ...parts] : secret === 'last' ? [...parts, key] : parts);
    },
  };
}

const sent: Computation = {
  algorithm: null,
  bytes: null,
  readsContent: false,
  keyless: false,
  compute: (_crypto, key) => key,
};

/** The scheme's own first; null: its algorithm is not one that computes a value of a shared secret. */
export function computations(recipe: Recipe): readonly Variant<Computation>[] | null {
  const { algorithm } = recipe;
  if (algorithm === 'ed25519') return null;
  if (algorithm === 'token' || algorithm === 'basic') return [{ value: sent, changes: [], price: 0 }];
  const isPlain = algorithm === 'hash-sha256';
  // Every algorithm of recipes that is left ends in its hash's name.
  const own = algorithm.slice(algorithm.indexOf('-') + 1) as HashName;
  const variant = (value: Computation, was: string, right: string, price: number): Variant<Computation> => ({
    value,
    changes: [{ cause: 'algorithm', note: `${right} instead of ${was}`, evidence: {} }],
    price,
  });
  const was = isPlain ? 'plain SHA-256' : `HMAC-${shown[own]}`;
  const variants: Variant<Computation>[] = [
    { value: isPlain ? plain(own, 'within') : hmac(own), changes: [], price: 0 },
  ];
  for (const hash of hashes) {
    if (!isPlain && hash !== own)
      variants.push(variant(hmac(hash), was, `HMAC-${shown[hash]}`, hash === 'md5' ? 2 : 1));
    if (isPlain && hash !== own) variants.push(variant(plain(hash, 'within'), was, `plain ${shown[hash]}`, 2));
  }
  for (const hash of hashes) {
    if (isPlain) {
      variants.push(variant(hmac(hash), was, `HMAC-${shown[hash]}`, 2));
      continue;
    }
    variants.push(variant(plain(hash, 'first'), was, `plain ${shown[hash]} of the secret and the content`, 2));
    variants.push(variant(plain(hash, 'last'), was, `plain ${shown[hash]} of the content and the secret`, 2));
    variants.push(variant(plain(hash, 'nowhere'), was, `plain ${shown[hash]} of the content without any secret`, 3));
  }
  return variants;
}
