import { PUBLISHED_KEY_ID, withPublishedKey } from '../../../core/signature/key-source.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import { type CandidateSecret, type SignedRequest, verify } from '../../../core/signature/verify.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import { fetchKey } from '../../keys/fetch-key.ts';
import type { KeyNetwork } from '../../keys/guarded-get.ts';
import { complainOf } from './output.ts';

/**
 * The secrets with the provider's published key among them, fetched now, for `verify --fetch-keys`. Only where the request
 * cannot be checked without it, so that nobody is asked in vain; why none came is said on standard error.
 */
export async function withFetchedKey(
  scheme: Scheme,
  request: SignedRequest,
  secrets: readonly CandidateSecret[],
  { nowMs, network }: { readonly nowMs: number; readonly network: KeyNetwork },
): Promise<readonly CandidateSecret[]> {
  const source = scheme.mechanism.keySource?.(request) ?? null;
  const { reason } = verify(scheme, request, secrets, nowMs, nodeCrypto);
  if (source === null || reason !== 'key-unavailable') return secrets;
  // Certificates are judged by the clock, whatever moment the request is judged at.
  const fetched = await fetchKey(source, { network, nowMs: Date.now(), signal: new AbortController().signal });
  if (fetched.ok) {
    return withPublishedKey(source, secrets, { id: PUBLISHED_KEY_ID, value: fetched.value.text }, nodeCrypto);
  }
  complainOf(fetched.failure);
  return secrets;
}
