import { type HeaderList, headerValues } from '../http/headers.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import type { Plan } from '../signature/plan.ts';
import { requestParts } from '../signature/request-parts.ts';
import type { CandidateSecret, EvidenceSink, Scheme } from '../signature/scheme.ts';
import { readSignature } from '../signature/signature-field.ts';
import { ageSeconds, parseHttpDate, readTimestamp } from '../signature/timestamp.ts';
import type { ClockSkew } from './diagnosis.ts';
import type { OtherCapture } from './other-capture.ts';

/** More tell nothing new about a clock. */
const MAX_OTHERS = 50;

/** How far a sender's clock is off, and whether it always is. `behindOf`: the same of another capture; null: it has no timestamp. */
export function clockSkew(
  {
    behindSeconds,
    toleranceSeconds,
    dateBehindSeconds,
  }: Pick<ClockSkew, 'behindSeconds' | 'toleranceSeconds' | 'dateBehindSeconds'>,
  others: readonly OtherCapture[],
  behindOf: (other: OtherCapture) => number | null,
): ClockSkew {
  let looked = 0;
  let alike = 0;
  for (const other of others.slice(0, MAX_OTHERS)) {
    const behind = behindOf(other);
    if (behind === null) continue;
    looked++;
    // Deliveries take a while, so a wrong clock is off by about the same, never by exactly the same.
    if (Math.abs(behind - behindSeconds) <= Math.max(30, Math.abs(behindSeconds) / 20)) alike++;
  }
  return {
    behindSeconds: Math.round(behindSeconds),
    toleranceSeconds,
    dateBehindSeconds,
    others: looked,
    othersAlike: alike,
  };
}

/** How far the clock that wrote a request's `Date` is behind ours, in seconds. `timestamp`: as the scheme reads it. */
export function dateBehind(headers: HeaderList, timestamp: string, nowMs: number): number | null {
  const [date, ...more] = headerValues(headers, 'date');
  if (date === undefined || more.length > 0 || date === timestamp) return null;
  const atMs = parseHttpDate(date);
  return atMs === null ? null : Math.round((nowMs - atMs) / 1000);
}

/** By the timestamp that a scheme in data reads; null: the capture has none, or no signature of it. */
export function behindByPlan(plan: Plan, { request, receivedAtMs }: OtherCapture): number | null {
  const rule = plan.recipe.timestamp;
  if (rule === undefined) return null;
  const parts = requestParts(request);
  const signature = readSignature(plan.recipe.signature, plan.algorithm.form, parts);
  if (signature.source === null) return null;
  const at = readTimestamp(rule, parts, signature).reading?.atMs ?? null;
  return at === null ? null : ageSeconds(at, receivedAtMs, rule.unit);
}

/** By the timestamp that a scheme in code reads. */
export function behindByScheme(scheme: Scheme, secret: CandidateSecret, other: OtherCapture, crypto: CryptoPort) {
  const sink: EvidenceSink = { evidence: null };
  scheme.mechanism.judge(other.request, [secret], other.receivedAtMs, crypto, sink);
  return sink.evidence?.timestamp?.ageSeconds ?? null;
}
