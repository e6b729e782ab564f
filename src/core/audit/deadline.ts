import type { SchemeInfo } from '../signature/scheme-info.ts';
import type { AuditExpectations } from './audit.ts';

/** Where nothing is known of a provider: what several of them wait. */
const USUAL_DEADLINE_MS = 10_000;
/** A reply that comes just too late is still seen, and told from silence. */
const MARGIN_MS = 1_000;

/** How long a delivery may take. `isProviders`: it is the provider's, and neither the user's nor a usual one. */
export function deadlineOf(
  { delivery }: Pick<SchemeInfo, 'delivery'>,
  { deadlineMs }: Pick<AuditExpectations, 'deadlineMs'>,
): { readonly ms: number; readonly isProviders: boolean } {
  if (deadlineMs !== null) return { ms: deadlineMs, isProviders: false };
  const known = delivery?.deadlineMs ?? null;
  return known === null ? { ms: USUAL_DEADLINE_MS, isProviders: false } : { ms: known, isProviders: true };
}

/** When a request of an audit is given up. */
export function timeoutOf(
  info: Pick<SchemeInfo, 'delivery'>,
  expectations: Pick<AuditExpectations, 'deadlineMs'>,
): number {
  return deadlineOf(info, expectations).ms + MARGIN_MS;
}
