import type { AttemptOutcome } from '../attempt.ts';

/** 2^tries minutes, as the brief's retry queue waits, and no more than the fifth wait: a target that comes back is soon found. */
const MAX_WAIT_MINUTES = 32;

/** Wait after the try of that number, from 1. */
export function retryDelayMs(tries: number): number {
  return Math.min(2 ** Math.min(tries, 10), MAX_WAIT_MINUTES) * 60_000;
}

/**
 * Tries that the target may answer with a status that asks for another one; then the delivery stops, so that it does not hold
 * up what comes after it. Tries that nobody answered are not counted: a target that is down for a night loses nothing.
 */
export const MAX_REFUSALS = 5;

/**
 * What a try from the queue came to. `again`: the status says that another try may succeed (RFC 9110, section 15.6; 408, 425
 * of RFC 8470 and 429 of RFC 6585). `refused`: it would get the same answer. `unanswered`: nobody replied in whole.
 */
export type TryEnd = 'delivered' | 'again' | 'refused' | 'unanswered';

export function endOfTry(outcome: AttemptOutcome): TryEnd {
  if (outcome.kind === 'failed') return 'unanswered';
  const { status } = outcome;
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || status === 408 || status === 425 || status === 429 ? 'again' : 'refused';
}
