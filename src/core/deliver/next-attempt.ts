import { span } from '../signature/span.ts';
import type { DeliveryPolicy, Waits } from './policy.ts';
import { MAX_WAIT_SECONDS } from './policy.ts';
import { isInRanges } from './statuses.ts';

/** What came of one attempt, as far as a policy looks at it. */
export interface AttemptResult {
  /** null: no complete reply within the deadline. */
  readonly status: number | null;
  /** Whether the reply's body is what the policy asks for. */
  readonly hasReplyBody: boolean;
}

export type NextAttempt =
  | { readonly waitMs: number }
  | { readonly done: 'succeeded' | 'given-up' /** One clause. */; readonly why: string };

/** What a provider of this policy does after the attempts so far. `waitMs` counts from the end of the last one. */
export function nextAttempt(policy: DeliveryPolicy, history: readonly AttemptResult[]): NextAttempt {
  const last = history.at(-1);
  if (last === undefined) return { waitMs: 0 };
  const { status } = last;
  const isSuccess = status !== null && isInRanges(policy.success, status);
  if (isSuccess && last.hasReplyBody) return { done: 'succeeded', why: `${status} is a success` };
  const what = status === null ? 'no reply' : isSuccess ? 'a reply of another body' : `${status}`;
  const isRetried = isSuccess || (status === null ? policy.retriesNoReply : isInRanges(policy.retried, status));
  if (!isRetried) return { done: 'given-up', why: `${what} is not followed by another attempt` };
  if (history.length >= policy.attempts) {
    const attempts = policy.attempts === 1 ? 'one attempt is' : `${policy.attempts} attempts are`;
    return { done: 'given-up', why: `${what}, and ${attempts} all there are` };
  }
  return { waitMs: waitSeconds(policy.waits, history.length - 1) * 1000 };
}

/** The pause number `index`, from 0, in seconds. */
export function waitSeconds(waits: Waits, index: number): number {
  if (waits.kind === 'list') return waits.seconds[Math.min(index, waits.seconds.length - 1)] ?? 0;
  return Math.min(waits.first * waits.factor ** index, waits.max ?? MAX_WAIT_SECONDS, MAX_WAIT_SECONDS);
}

/** Every pause that a policy can make, seconds. */
export function allWaits(policy: Pick<DeliveryPolicy, 'waits' | 'attempts'>): readonly number[] {
  return Array.from({ length: policy.attempts - 1 }, (_, index) => waitSeconds(policy.waits, index));
}

/** "at once, after 1 s, after 2 s", for a person; many are cut short with the time they come to. */
export function scheduleWords(policy: Pick<DeliveryPolicy, 'waits' | 'attempts'>): string {
  const waits = allWaits(policy);
  const shown = waits.slice(0, MOST_SHOWN).map((one) => (one === 0 ? 'again at once' : `after ${span(one * 1000)}`));
  const total = waits.reduce((sum, one) => sum + one, 0);
  const rest = waits.length > MOST_SHOWN ? [`… the last ${span(total * 1000)} after the first`] : [];
  return ['at once', ...shown, ...rest].join(', ');
}

const MOST_SHOWN = 5;
