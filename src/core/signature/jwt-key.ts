import { fail, ok, type Result } from '../result.ts';
import { keysFor } from './asymmetric-keys.ts';
import type { AsymmetricKey, CryptoPort } from './crypto-port.ts';
import { withIdentifier } from './identified-secret.ts';
import { type JwsAlgorithm, type MacAlgorithm, macHashes, pairAlgorithms } from './jws.ts';
import type { ClaimRules } from './jwt-claims.ts';
import { keyOf } from './key.ts';
import type { PublishedForm } from './key-source.ts';

/** A provider's JSON Web Tokens. */
export interface JwtRules {
  /** The header with the token, in the provider's case, and what stands before it; null: the whole body is the token. */
  readonly header: { readonly name: string; readonly prefix: string } | null;
  /** The algorithms the provider signs with; a token of another one is refused, whatever key would fit it. */
  readonly algorithms: readonly [JwsAlgorithm, ...JwsAlgorithm[]];
  readonly claims: ClaimRules;
  /** What is pasted before the key: the issuer's or the audience's name. */
  readonly identifier?: { readonly shape: RegExp; readonly claim: 'iss' | 'aud' };
  /** Where the provider publishes its keys. */
  readonly keysAt?: string;
  /** Present where anybody can have them there. */
  readonly published?: PublishedForm;
  /** `exp` of a token signed here lies this far ahead. */
  readonly lifetimeSeconds?: number;
}

/** A shared secret for HS256 and its kin, or keys for the others: never the one in place of the other. */
export type JwtKey =
  | { readonly kind: 'mac'; readonly bytes: Uint8Array; readonly identifier: string | null }
  | { readonly kind: 'pair'; readonly keys: readonly AsymmetricKey[]; readonly identifier: string | null };

export function isMac(algorithm: JwsAlgorithm): algorithm is MacAlgorithm {
  return Object.hasOwn(macHashes, algorithm);
}

export function loadKey(rules: JwtRules, text: string, crypto: CryptoPort): Result<JwtKey, string> {
  if (rules.identifier === undefined) return plainKey(rules, text, null, crypto);
  const { shape } = rules.identifier;
  const split = withIdentifier(text, shape, (secret) => plainKey(rules, secret, null, crypto));
  if (split.ok) return ok({ ...split.value.key, identifier: split.value.identifier });
  // The keys come from where they are published; only whom the token is for had to be pasted.
  const isLone = rules.published !== undefined && shape.test(text.trim());
  return isLone ? ok({ kind: 'pair', keys: [], identifier: text.trim() }) : split;
}

function plainKey(
  rules: JwtRules,
  text: string,
  identifier: string | null,
  crypto: CryptoPort,
): Result<JwtKey, string> {
  const isPair = looksLikeKeys(text);
  let problem: string | null = null;
  const keys: AsymmetricKey[] = [];
  for (const algorithm of rules.algorithms) {
    if (isMac(algorithm)) continue;
    const found = keysFor(pairAlgorithms[algorithm], text, crypto);
    if (!found.ok) problem ??= found.failure;
    for (const key of found.ok ? found.value : []) if (!keys.includes(key)) keys.push(key);
  }
  if (keys.length > 0) return ok({ kind: 'pair', keys, identifier });
  if (!rules.algorithms.some(isMac)) return fail(problem ?? 'it holds no key');
  // A public key taken for a shared secret would let anybody sign: everybody knows it.
  if (isPair) return fail('it is a key of a pair, and this scheme signs with a shared secret');
  const bytes = keyOf(undefined, text, crypto);
  return bytes.ok ? ok({ kind: 'mac', bytes: bytes.value, identifier }) : bytes;
}

function looksLikeKeys(text: string): boolean {
  return text.includes('-----BEGIN ') || /^\s*\{\s*"/.test(text);
}
