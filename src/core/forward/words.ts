import type { AttemptOutcome } from '../attempt.ts';
import { explain } from '../failure-words.ts';
import type { QueuedDelivery } from './queue.ts';

/** Where a delivery stands: “waiting, 3 before it, next try in 2 min”. `before`: how many of its target go first. */
export function queuedWords(delivery: QueuedDelivery, before: number, nowMs: number): string {
  const twice = delivery.mayBeTwice ? ', may have been delivered once already' : '';
  switch (delivery.state) {
    case 'sending':
      return `being delivered${twice}`;
    case 'stopped':
      return `stopped: ${delivery.last === null ? 'not sent' : outcomeWords(delivery.last)}${twice}`;
    case 'waiting': {
      const turn = before === 0 ? '' : `, ${before} before it`;
      // Only the first one's time counts: the others go when it has gone.
      const next = before > 0 || delivery.nextAt === null ? '' : `, next try ${inWords(delivery.nextAt - nowMs)}`;
      return `waiting${turn}${next}${twice}`;
    }
  }
}

export function outcomeWords(outcome: AttemptOutcome): string {
  if (outcome.kind === 'failed') return explain(outcome.failure).title;
  return `answered with ${outcome.status}`;
}

/** Rounded up: “in 2 min” is said until a minute is left. */
function inWords(ms: number): string {
  if (ms <= 0) return 'now';
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} min`;
}
