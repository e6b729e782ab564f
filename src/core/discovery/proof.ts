import type { CryptoPort } from '../signature/crypto-port.ts';
import type { SignedRequest } from '../signature/request-parts.ts';
import type { CandidateSecret, Scheme } from '../signature/scheme.ts';
import { explainVerdict, verify } from '../signature/verify.ts';

/** A request to discover from. `receivedAtMs` null: not known. */
export interface DiscoveryRequest {
  readonly request: SignedRequest;
  readonly receivedAtMs: number | null;
}

/**
 * Whether the scheme verifies the request with the secret: at the moment of its arrival, or, as a capture may be old or its
 * clock off, at the moment that its own timestamp names.
 */
export function verifiesAtItsTime(
  scheme: Scheme,
  { request, receivedAtMs }: DiscoveryRequest,
  secrets: readonly CandidateSecret[],
  crypto: CryptoPort,
): boolean {
  const { verdict, evidence } = explainVerdict(scheme, request, secrets, receivedAtMs ?? 0, crypto);
  if (verdict.status === 'verified') return true;
  const atMs = evidence?.timestamp?.atMs ?? null;
  const isOutside = verdict.reason === 'stale-timestamp' || verdict.reason === 'future-timestamp';
  return isOutside && atMs !== null && verify(scheme, request, secrets, atMs, crypto).status === 'verified';
}
