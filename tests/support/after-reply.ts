import { type Delivery, isIn } from '../../src/core/signature/delivery.ts';

type NextStep = 'delivered' | 'given-up' | 'again';

/** What a provider does after a reply; `status` null: there was none in time. */
export function afterReply({ success, retry }: Delivery, status: number | null): NextStep {
  if (status !== null && isIn(success, status)) return 'delivered';
  if (retry === null || retry.attempts === 1) return 'given-up';
  return status !== null && isIn(retry.stopsOn, status) ? 'given-up' : 'again';
}
