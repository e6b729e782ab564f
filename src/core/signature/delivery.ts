/** Where a fact about a provider comes from. `memory`: nobody looked it up for this catalogue; shown as unconfirmed. */
export type FactSource = 'documented' | 'memory';

/** One status, or a whole class of them. */
export type StatusSet = number | '2xx' | '3xx' | '4xx' | '5xx';

/** How a provider delivers: which replies it takes as success, how long it waits for one, and when it sends again. */
export interface Delivery {
  /** What counts as delivered. */
  readonly success: readonly StatusSet[];
  /** Within which a reply has to be there, ms; null: not known. */
  readonly deadlineMs: number | null;
  /** The longest deadline that can be set at the provider, where one can. */
  readonly maxDeadlineMs?: number;
  /** Text that the reply's body has to be. */
  readonly replyBody?: string;
  readonly source: FactSource;
  /** null: not known. */
  readonly retry: RetryPolicy | null;
}

/** What happens after a delivery that was not taken. Fields that are not known are null. */
export interface RetryPolicy {
  /** Deliveries in all, the first one included; 1: never sent again by itself. */
  readonly attempts: number | null;
  /** The most that can be set at the provider, where it can. */
  readonly maxAttempts?: number;
  /** Seconds from the end of one attempt to the start of the next, for each but the last; without jitter. */
  readonly delaysSeconds: readonly number[] | null;
  /** Where the delays are not known one by one: how long the provider goes on, seconds. */
  readonly withinSeconds: number | null;
  /** Failures that are final. Every other one, and a deadline that passed, is followed by another attempt. */
  readonly stopsOn: readonly StatusSet[];
  /** Whether an attempt has the delivery id of the first one. */
  readonly deliveryId: 'same' | 'new' | null;
  /** Whether each attempt is signed anew, with a timestamp of its own. */
  readonly signature: 'fresh' | 'same' | null;
  readonly source: FactSource;
}

/** What a provider asks while an endpoint is set up, in one sentence. */
export interface Handshake {
  readonly text: string;
  readonly source: FactSource;
}

/** `retry` with what is not said left open. */
export function retryPolicy(known: Partial<RetryPolicy> & Pick<RetryPolicy, 'source'>): RetryPolicy {
  const attempts = known.delaysSeconds ? known.delaysSeconds.length + 1 : null;
  return {
    attempts,
    delaysSeconds: null,
    withinSeconds: null,
    stopsOn: [],
    deliveryId: null,
    signature: null,
    ...known,
  };
}

export function isIn(sets: readonly StatusSet[], status: number): boolean {
  return sets.some((set) =>
    typeof set === 'number' ? set === status : set.startsWith(String(Math.floor(status / 100))),
  );
}

/** Where only the time is known: as many as doubling from 10 s fits into it, and never more than these. */
const FIRST_DELAY_SECONDS = 10;
const MOST_ATTEMPTS = 30;

/**
 * The waits between attempts, seconds. Known ones as they are (`exact`); otherwise delays that double, as many as are
 * known or fit, stretched to the time the provider goes on.
 */
export function retryDelays(retry: RetryPolicy): { readonly seconds: readonly number[]; readonly exact: boolean } {
  if (retry.delaysSeconds !== null) return { seconds: retry.delaysSeconds, exact: true };
  const { attempts, withinSeconds } = retry;
  if (attempts === null && withinSeconds === null) return { seconds: [], exact: false };
  const fitting = Math.floor(Math.log2((withinSeconds ?? 0) / FIRST_DELAY_SECONDS + 1));
  const count = Math.min((attempts ?? Math.max(1, fitting) + 1) - 1, MOST_ATTEMPTS);
  const doubled = Array.from({ length: count }, (_, index) => 2 ** index);
  const sum = doubled.reduce((total, one) => total + one, 0);
  const unit = withinSeconds === null ? 1 : withinSeconds / sum;
  // A second at least: thirty doublings of what fits three days would begin with microseconds.
  return { seconds: doubled.map((one) => Math.max(1, Math.round(one * unit))), exact: count === 0 };
}
