import { type Delivery, isIn, type StatusSet } from './delivery.ts';
import { span } from './span.ts';
import type { VerdictStatus } from './verdict.ts';

/** A reply that the provider would not be content with. */
export interface ReplyConcern {
  readonly kind: 'late' | 'not-success';
  /** For a row: "slower than 3 s". */
  readonly short: string;
  /** "Replied after 6.2 s; Slack gives up after 3 s and sends again." */
  readonly sentence: string;
}

/** What of a reply has to do with the provider's rules. */
export interface CheckedReply {
  readonly status: number | null;
  /** From the first byte received to the reply, ms. */
  readonly ms: number | null;
  /** A request whose signature is wrong is rightly refused. */
  readonly verdict: VerdictStatus | undefined;
}

/** What a provider would have minded in a reply. `name` is the provider's. */
export function replyConcerns(delivery: Delivery | null, name: string, reply: CheckedReply): readonly ReplyConcern[] {
  if (delivery === null || reply.status === null) return [];
  const concerns: ReplyConcern[] = [];
  const { deadlineMs, success, retry } = delivery;
  const hearsay = delivery.source === 'memory' ? ' (from memory, unconfirmed)' : '';
  const isRetried = retry !== null && retry.attempts !== 1;
  if (deadlineMs !== null && reply.ms !== null && reply.ms > deadlineMs) {
    const limit = span(deadlineMs);
    const then = isRetried ? ' and sends again' : '';
    concerns.push({
      kind: 'late',
      short: `slower than ${limit}`,
      sentence: `Replied after ${span(reply.ms)}; ${name} gives up after ${limit}${then}${hearsay}.`,
    });
  }
  const isRefusal = reply.verdict === 'failed' && reply.status >= 400 && reply.status < 500;
  if (!isIn(success, reply.status) && !isRefusal) {
    const isFinal = !isRetried || isIn(retry.stopsOn, reply.status);
    const then = retry === null ? '' : isFinal ? ' It does not send it again.' : ' It sends it again.';
    concerns.push({
      kind: 'not-success',
      short: `${reply.status} is no success`,
      sentence: `Replied with ${reply.status}; ${name} takes ${statusWords(success)} as received${hearsay}.${then}`,
    });
  }
  return concerns;
}

/** "200 to 299", "202", "200 or 204". */
export function statusWords(sets: readonly StatusSet[]): string {
  const words = sets.map((set) => (typeof set === 'number' ? String(set) : `${set[0]}00 to ${set[0]}99`));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
