import { utf8Bytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CryptoPort, HashName } from './crypto-port.ts';
import { ed25519KeyOf, keyOf } from './key.ts';
import type { Recipe } from './recipe.ts';
import type { Strength } from './scheme.ts';
import type { SignatureForm } from './signature-field.ts';

export interface Algorithm {
  readonly form: SignatureForm;
  readonly strength: Strength;
  /** The failure is a clause for a person: "it is not base64". */
  load(rule: Recipe['secret'], secret: string, crypto: CryptoPort): Result<LoadedKey, string>;
}

/** One secret, ready to check and to sign. */
export interface LoadedKey {
  /** For schemes whose signed content holds the secret itself. */
  readonly secretBytes: Uint8Array;
  over(content: readonly Uint8Array[]): {
    /** The one right signature; null where a key can only check one. */
    readonly expected: Uint8Array | null;
    matches(candidate: Uint8Array): boolean;
  };
  /** null: this secret verifies and cannot sign. */
  readonly sign: ((content: readonly Uint8Array[]) => Uint8Array) | null;
}

type Compute = (crypto: CryptoPort, key: Uint8Array, content: readonly Uint8Array[]) => Uint8Array;

/** A value that verifier and signer compute alike: a MAC, or a hash of content that holds the secret. */
function computed(form: number, strength: Strength, compute: Compute): Algorithm {
  return {
    form,
    strength,
    load(rule, secret, crypto) {
      const key = keyOf(rule, secret, crypto);
      if (!key.ok) return key;
      return ok({
        secretBytes: key.value,
        over(content) {
          const expected = compute(crypto, key.value, content);
          return { expected, matches: (candidate) => crypto.sameBytes(expected, candidate) };
        },
        sign: (content) => compute(crypto, key.value, content),
      });
    },
  };
}

const hmac =
  (name: HashName): Compute =>
  (crypto, key, content) =>
    crypto.hmac(name, key, content);

/** The secret itself is sent. Compared by its hash: a comparison in constant time needs values of one length. */
function sent(form: SignatureForm): Algorithm {
  return {
    form,
    strength: 'token',
    load(rule, secret, crypto) {
      const key = keyOf(rule, secret, crypto);
      if (!key.ok) return key;
      const hash = (bytes: Uint8Array) => crypto.hash('sha256', [bytes]);
      return ok({
        secretBytes: key.value,
        over: () => ({
          expected: null,
          matches: (candidate) => crypto.sameBytes(hash(key.value), hash(candidate)),
        }),
        sign: () => key.value,
      });
    },
  };
}

const ed25519: Algorithm = {
  form: 64,
  strength: 'full',
  load(_rule, secret, crypto) {
    const key = ed25519KeyOf(secret, crypto);
    if (!key.ok) return fail(key.failure);
    const { publicKey, seed } = key.value;
    return ok({
      secretBytes: utf8Bytes(secret),
      over: (content) => ({
        expected: null,
        matches: (candidate) => crypto.verifyEd25519(publicKey, content, candidate),
      }),
      sign: seed === null ? null : (content) => crypto.signEd25519(seed, content),
    });
  },
};

const algorithms: Readonly<Record<Recipe['algorithm'], Algorithm>> = {
  'hmac-sha1': computed(20, 'legacy', hmac('sha1')),
  'hmac-sha256': computed(32, 'full', hmac('sha256')),
  'hmac-sha384': computed(48, 'full', hmac('sha384')),
  'hmac-sha512': computed(64, 'full', hmac('sha512')),
  'hash-sha256': computed(32, 'legacy', (crypto, _key, content) => crypto.hash('sha256', content)),
  token: sent('text'),
  basic: sent('encoded'),
  ed25519,
};

export function algorithmOf(recipe: Pick<Recipe, 'algorithm'>): Algorithm {
  return algorithms[recipe.algorithm];
}
