import type { Plan } from '../signature/plan.ts';
import { requestParts } from '../signature/request-parts.ts';
import { readSignature } from '../signature/signature-field.ts';
import { ageSeconds, readTimestamp } from '../signature/timestamp.ts';
import type { ClockSkew } from './diagnosis.ts';
import type { OtherCapture } from './other-capture.ts';

/** More tell nothing new about a clock. */
const MAX_OTHERS = 50;

/** How far a sender's clock is off, and whether it always is. `plan` null: only this request can be looked at. */
export function clockSkew(
  behindSeconds: number,
  toleranceSeconds: number,
  plan: Plan | null,
  others: readonly OtherCapture[],
): ClockSkew {
  let looked = 0;
  let alike = 0;
  for (const other of plan === null ? [] : others.slice(0, MAX_OTHERS)) {
    const behind = behindOf(plan, other);
    if (behind === null) continue;
    looked++;
    // Deliveries take a while, so a wrong clock is off by about the same, never by exactly the same.
    if (Math.abs(behind - behindSeconds) <= Math.max(30, Math.abs(behindSeconds) / 20)) alike++;
  }
  return { behindSeconds: Math.round(behindSeconds), toleranceSeconds, others: looked, othersAlike: alike };
}

function behindOf(plan: Plan | null, { request, receivedAtMs }: OtherCapture): number | null {
  const rule = plan?.recipe.timestamp;
  if (plan === null || rule === undefined) return null;
  const parts = requestParts(request);
  const signature = readSignature(plan.recipe.signature, plan.algorithm.form, parts);
  if (signature.source === null) return null;
  const at = readTimestamp(rule, parts, signature).reading?.atMs ?? null;
  return at === null ? null : ageSeconds(at, receivedAtMs, rule.unit);
}
