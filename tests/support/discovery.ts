import { utf8Bytes } from '../../src/core/bytes.ts';
import type { DiscoveryRequest } from '../../src/core/discovery/discover.ts';
import { verifiesAtItsTime } from '../../src/core/discovery/proof.ts';
import type { RecipeInput } from '../../src/core/signature/recipe.ts';
import { schemes } from '../../src/core/signature/registry.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { userScheme } from '../../src/core/signature/schemes/generic-hmac.ts';
import { sign } from '../../src/core/signature/sign.ts';
import type { SignedRequest } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { requestOf, vectors } from './vectors.ts';

/** A scheme of the catalogue with what a discovery is given: two passing vectors of one secret, with different bodies. */
export interface DiscoveryCase {
  readonly scheme: Scheme;
  readonly secret: string;
  readonly requests: readonly DiscoveryRequest[];
  /** What it was not given: the other passing vectors of that secret. */
  readonly further: readonly DiscoveryRequest[];
}

/** Every HMAC scheme written as data that has two such vectors. */
export const discoveryCases: readonly DiscoveryCase[] = schemes.flatMap((scheme): readonly DiscoveryCase[] => {
  if (scheme.recipes?.[0].algorithm.startsWith('hmac-') !== true) return [];
  const passing = vectors.filter((vector) => vector.scheme === scheme.id && vector.expect === 'pass');
  for (const { secret, body } of passing) {
    const own = passing.filter((vector) => vector.secret === secret);
    const first = own.find((vector) => vector.body === body);
    const second = own.find((vector) => vector.body !== body);
    if (secret === null || first === undefined || second === undefined) continue;
    const given = [first, second];
    const asRequest = (vector: (typeof own)[number]) => ({
      request: requestOf(vector),
      receivedAtMs: vector.now * 1000,
    });
    const further = own.filter((vector) => !given.includes(vector));
    return [{ scheme, secret, requests: given.map(asRequest), further: further.map(asRequest) }];
  }
  return [];
});

/**
 * Whether a recipe computes what the scheme does: it verifies every request that the scheme signs with new times, ids and
 * bodies, and every further vector that carries the signature where the first ones do.
 */
export function signsAlike(recipe: RecipeInput, { scheme, secret, requests, further }: DiscoveryCase): boolean {
  const found = userScheme(recipe);
  const [given] = requests;
  if (!found.ok || given === undefined) return false;
  const secrets = [{ id: 'secret', value: secret }];
  const names = new Set(found.value.info.headers);
  const alike = further.filter(({ request }) => request.headers.some(([name]) => names.has(name.toLowerCase())));
  const fresh = [1, 2, 3].map((seed) => freshlySigned(scheme, given.request, secret, seed));
  return [...alike, ...fresh].every((request) => verifiesAtItsTime(found.value, request, secrets, nodeCrypto));
}

/** The request with another body and other ids, signed by the scheme at another time. */
function freshlySigned(scheme: Scheme, request: SignedRequest, secret: string, seed: number): DiscoveryRequest {
  const inBody = scheme.recipes?.[0].signature.in === 'json';
  const isForm = request.headers.some(([, value]) => value.startsWith('application/x-www-form-urlencoded'));
  const body = isForm ? `n=${seed}&text=fresh+${seed}` : JSON.stringify({ n: seed, text: `fresh ${seed} ✓` });
  const headers = request.headers.map(([name, value]) => {
    return [name, scheme.info.headers.includes(name.toLowerCase()) ? `fresh-${seed}` : value] as const;
  });
  const nowMs = Date.UTC(2026, 2, 1) + seed * 1_234_567;
  const unsigned = { ...request, headers, body: inBody ? request.body : utf8Bytes(body) };
  const signed = sign(scheme, unsigned, secret, nowMs, nodeCrypto);
  if (!signed.ok) throw new Error(`${scheme.id}: ${JSON.stringify(signed.failure)}`);
  return { request: { ...unsigned, ...signed.value }, receivedAtMs: nowMs };
}
