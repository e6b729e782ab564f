import type { Delivery, FactSource, RetryPolicy } from './delivery.ts';
import { statusWords } from './reply-check.ts';
import { span } from './span.ts';

/** One line of what is known of a provider's deliveries. */
export interface DeliveryFact {
  readonly name: 'Expects' | 'Sends again';
  readonly text: string;
  readonly source: FactSource;
}

export const UNCONFIRMED = 'from memory, unconfirmed';

/** What a provider expects and what it does otherwise, for a person. Empty where nothing is known. */
export function deliveryFacts(delivery: Delivery | null): readonly DeliveryFact[] {
  if (delivery === null) return [];
  const { success, deadlineMs, maxDeadlineMs, replyBody, source, retry } = delivery;
  const within = deadlineMs === null ? '' : ` within ${span(deadlineMs)}`;
  const most = maxDeadlineMs === undefined ? '' : `, which can be set up to ${span(maxDeadlineMs)}`;
  const body = replyBody === undefined ? '' : `; the body has to be “${replyBody}”`;
  const facts: DeliveryFact[] = [
    { name: 'Expects', text: `a reply of ${statusWords(success)}${within}${most}${body}`, source },
  ];
  if (retry !== null) facts.push({ name: 'Sends again', text: retryText(retry), source: retry.source });
  return facts;
}

function retryText(retry: RetryPolicy): string {
  const { attempts, maxAttempts, delaysSeconds, withinSeconds, stopsOn, deliveryId, signature } = retry;
  if (attempts === 1) return 'never by itself';
  const most = maxAttempts === undefined ? '' : ` (up to ${maxAttempts} can be set)`;
  const count = attempts === null ? '' : `${attempts} attempts in all${most}`;
  const waits = delaysSeconds === null ? '' : `after ${delaysSeconds.map(waitWords).join(', then ')}`;
  const time = withinSeconds === null ? '' : `for ${span(withinSeconds * 1000)}`;
  const growth = attempts !== null && waits === '' && time === '' ? 'with growing delays' : '';
  const stops = stopsOn.length === 0 ? '' : `not after ${statusWords(stopsOn)}`;
  const id = deliveryId === null ? '' : deliveryId === 'same' ? 'with the same delivery id' : 'with a new delivery id';
  const signed = signature === null ? '' : signature === 'fresh' ? 'signed anew each time' : 'with the same signature';
  const parts = [count, waits, time, growth, stops, id, signed].filter((part) => part !== '');
  return parts.length === 0 ? 'yes; how often is not known' : parts.join('; ');
}

function waitWords(seconds: number): string {
  return seconds === 0 ? 'no wait' : span(seconds * 1000);
}
