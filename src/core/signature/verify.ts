import type { CryptoPort } from './crypto-port.ts';
import type { SignedRequest } from './request-parts.ts';
import type { CandidateSecret, EvidenceSink, Scheme } from './scheme.ts';
import type { Verdict, VerdictEvidence } from './verdict.ts';

export type { SignedRequest } from './request-parts.ts';
export type { CandidateSecret } from './scheme.ts';

/**
 * The verdict of one scheme on one request. Any of the secrets may match, and the verdict says which. Without any secret
 * it is `unchecked`; a secret that cannot be used fails. Never throws, whatever the request holds.
 */
export function verify(
  scheme: Scheme,
  request: SignedRequest,
  secrets: readonly CandidateSecret[],
  nowMs: number,
  crypto: CryptoPort,
): Verdict {
  return { scheme: scheme.id, ...scheme.mechanism.judge(request, secrets, nowMs, crypto, null) };
}

/** The same verdict with what it rests on, for the one request a person looks at. */
export function explainVerdict(
  scheme: Scheme,
  request: SignedRequest,
  secrets: readonly CandidateSecret[],
  nowMs: number,
  crypto: CryptoPort,
): { readonly verdict: Verdict; readonly evidence: VerdictEvidence | null } {
  const sink: EvidenceSink = { evidence: null };
  const outcome = scheme.mechanism.judge(request, secrets, nowMs, crypto, sink);
  return { verdict: { scheme: scheme.id, ...outcome }, evidence: sink.evidence };
}
