import { type Delivery, type RetryPolicy, retryDelays } from '../signature/delivery.ts';
import { UNCONFIRMED } from '../signature/delivery-words.ts';
import { type DeliveryPolicy, MAX_ATTEMPTS, MAX_DEADLINE_MS, type Repeat, type Waits } from './policy.ts';
import { rangesOf, rangesOutside } from './statuses.ts';

/** A provider's policy as far as it is known, and what of it is not. */
export interface ProviderPolicy {
  readonly policy: DeliveryPolicy;
  /** What was assumed or is hearsay, one sentence each. */
  readonly notes: readonly string[];
  /** What can be set at the provider; null: nothing is said of it. */
  readonly maxDeadlineMs: number | null;
  readonly maxAttempts: number | null;
}

/** Where nothing is known of the provider: what most of them do. */
const USUAL_DEADLINE_MS = 30_000;
const USUAL_ATTEMPTS = 4;
const DOUBLING: Waits = { kind: 'exponential', first: 1, factor: 2, max: null };

/** For a request of no provider in particular. */
export const plainPolicy: DeliveryPolicy = {
  success: rangesOf(['2xx']),
  replyBody: null,
  deadlineMs: USUAL_DEADLINE_MS,
  attempts: USUAL_ATTEMPTS,
  waits: DOUBLING,
  retried: rangesOutside(['2xx', '4xx']),
  retriesNoReply: true,
  repeat: 'fresh-signature',
  headers: [],
  verifyTls: true,
};

/** From what the catalogue says of a scheme's provider. `delivery` null: nothing. */
export function providerPolicy(delivery: Delivery | null): ProviderPolicy {
  if (delivery === null) {
    return {
      policy: { ...plainPolicy, attempts: 1 },
      notes: ['Nothing is known of how this provider delivers: any 2xx within 30 s, and one attempt, are assumed.'],
      maxDeadlineMs: null,
      maxAttempts: null,
    };
  }
  const { success, deadlineMs, maxDeadlineMs, replyBody, source, retry } = delivery;
  const notes: string[] = [];
  if (source === 'memory') notes.push(`What counts as a reply in time is ${UNCONFIRMED}.`);
  if (deadlineMs === null) notes.push('How long it waits for a reply is not known: 30 s are assumed.');
  const again = retry === null ? unknownRetry : retryOf(retry);
  return {
    policy: {
      ...plainPolicy,
      success: rangesOf(success),
      replyBody: replyBody ?? null,
      deadlineMs: Math.min(deadlineMs ?? USUAL_DEADLINE_MS, MAX_DEADLINE_MS),
      attempts: again.attempts,
      waits: again.waits,
      retried: rangesOutside([...success, ...(retry?.stopsOn ?? [])]),
      repeat: again.repeat,
    },
    notes: [...notes, ...again.notes],
    maxDeadlineMs: maxDeadlineMs ?? null,
    maxAttempts: retry?.maxAttempts ?? null,
  };
}

interface Again {
  readonly attempts: number;
  readonly waits: Waits;
  readonly repeat: Repeat;
  readonly notes: readonly string[];
}

const unknownRetry: Again = {
  attempts: 1,
  waits: DOUBLING,
  repeat: 'fresh-signature',
  notes: ['Whether it sends again after a failure is not known: one attempt is assumed.'],
};

function retryOf(retry: RetryPolicy): Again {
  const notes: string[] = [];
  const { deliveryId, signature } = retry;
  const repeat: Repeat = deliveryId === 'new' ? 'new-id' : signature === 'same' ? 'same-bytes' : 'fresh-signature';
  if (retry.attempts === 1) return { attempts: 1, waits: DOUBLING, repeat, notes: hearsay(retry) };
  const { seconds, exact } = retryDelays(retry);
  const [first] = seconds;
  if (first === undefined) {
    notes.push('How often and when it sends again is not known: 4 attempts with doubling waits are assumed.');
    return { attempts: USUAL_ATTEMPTS, waits: DOUBLING, repeat, notes: [...hearsay(retry), ...notes] };
  }
  if (!exact) notes.push('Its waits are not known one by one: doubling ones are assumed.');
  if (signature === null) notes.push('Whether it signs each attempt anew is not known: a fresh signature is assumed.');
  return {
    attempts: Math.min(seconds.length + 1, MAX_ATTEMPTS),
    waits: waitsOf([first, ...seconds.slice(1)]),
    repeat,
    notes: [...hearsay(retry), ...notes],
  };
}

function hearsay({ source }: RetryPolicy): readonly string[] {
  return source === 'memory' ? [`When it sends again is ${UNCONFIRMED}.`] : [];
}

/** Waits that grow by one factor are given as such: with more attempts they then go on growing. */
function waitsOf(seconds: readonly [number, ...number[]]): Waits {
  const [first, second] = seconds;
  const factor = second === undefined ? 1 : second / first;
  const isGrowing = seconds.length > 2 && first > 0 && Number.isInteger(factor) && factor > 1;
  return isGrowing && seconds.every((one, index) => one === first * factor ** index)
    ? { kind: 'exponential', first, factor, max: null }
    : { kind: 'list', seconds };
}
