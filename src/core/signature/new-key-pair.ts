import { base64Of, hexOf } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { keysFor } from './asymmetric-keys.ts';
import type { AsymmetricKey, CryptoPort, KeyPair } from './crypto-port.ts';
import { ED25519_SEED_PREFIX } from './key.ts';
import { spkiPem } from './public-key-bytes.ts';
import type { Scheme } from './scheme.ts';

/**
 * The ways in which handlers are given a public key. `base64`: the 32 bytes of an Ed25519 key, else DER (SPKI). `whpk`:
 * `whpk_` and the 32 bytes in base64, as Standard Webhooks writes them.
 */
export type PublicForm = 'pem' | 'jwk' | 'jwks' | 'hex' | 'base64' | 'whpk';

/** The half of a key pair that everybody may know, in each form that fits; as the scheme's provider shows it first. */
export interface PublicHalf {
  readonly forms: readonly { readonly form: PublicForm; readonly text: string }[];
}

/**
 * A key pair to forge with: the secret signs here, the public half (PEM) goes into the handler under test in place of the
 * provider's. `identifier` is put before the secret where the scheme has one. null: the scheme has no key pairs.
 */
export function newKeyPair(scheme: Scheme, crypto: CryptoPort, identifier: string | null = null): KeyPair | null {
  if (scheme.keyPair === undefined) return null;
  const before = identifier === null ? '' : `${identifier}\n`;
  if (scheme.keyPair !== 'ed25519') {
    const pair = crypto.newKeyPair(scheme.keyPair);
    return { ...pair, secret: before + pair.secret };
  }
  // A seed is what every Ed25519 scheme takes; those written as recipes read no PEM.
  const secret = `${ED25519_SEED_PREFIX}${hexOf(crypto.randomBytes(32))}`;
  const [key] = keysOf(secret, scheme, crypto);
  if (key === undefined) throw new Error('a fresh seed is a key');
  return { secret: before + secret, publicKey: spkiPem(key.exportPublic().spki) };
}

/** Of a stored secret, which may be the private half or the public one itself. The failure is a clause for a person. */
export function publicHalfOf(secret: string, scheme: Scheme, crypto: CryptoPort): Result<PublicHalf, string> {
  const withoutIdentifier = secret.slice(secret.indexOf('\n') + 1);
  const keys = [...keysOf(secret, scheme, crypto), ...keysOf(withoutIdentifier, scheme, crypto)];
  const key = keys.find(({ sign }) => sign !== null) ?? keys[0];
  if (key === undefined) return fail('it holds no key that has a public half');
  const all = formsOf(key);
  const shown = scheme.publicForm ?? 'pem';
  return ok({ forms: [...all.filter(({ form }) => form === shown), ...all.filter(({ form }) => form !== shown)] });
}

function keysOf(text: string, { keyPair }: Scheme, crypto: CryptoPort): readonly AsymmetricKey[] {
  if (keyPair !== 'ed25519') return crypto.readKeys(text);
  const keys = keysFor('ed25519', text, crypto);
  return keys.ok ? keys.value : [];
}

function formsOf(key: AsymmetricKey): PublicHalf['forms'] {
  const { spki, jwk } = key.exportPublic();
  const one = { kty: jwk.kty, ...jwk, use: 'sig', ...(key.id === null ? {} : { kid: key.id }) };
  // The prefix of SPKI is as long for every Ed25519 key (RFC 8410, section 4).
  const raw = spki.subarray(-32);
  return [
    { form: 'pem', text: spkiPem(spki) },
    { form: 'jwk', text: JSON.stringify(one, null, 2) },
    { form: 'jwks', text: JSON.stringify({ keys: [one] }, null, 2) },
    { form: 'base64', text: base64Of(key.kind === 'ed25519' ? raw : spki) },
    ...(key.kind === 'ed25519'
      ? ([
          { form: 'hex', text: hexOf(raw) },
          { form: 'whpk', text: `whpk_${base64Of(raw)}` },
        ] as const)
      : []),
  ];
}
