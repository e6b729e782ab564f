import { expect, it } from 'vitest';
import type { QueuedDelivery } from '../../../src/core/forward/queue.ts';
import { queuedWords } from '../../../src/core/forward/words.ts';

const delivery: QueuedDelivery = {
  captureId: 1,
  targetId: 't',
  endpointId: 'e',
  method: 'POST',
  path: '/',
  queuedAt: 0,
  state: 'waiting',
  tries: 1,
  refusals: 0,
  nextAt: 100_000,
  last: { kind: 'replied', status: 401, bodyBytes: 0 },
  mayBeTwice: false,
};

it.each<[Partial<QueuedDelivery>, before: number, now: number, words: string]>([
  [{}, 3, 0, 'waiting, 3 before it'],
  [{}, 0, 0, 'waiting, next try in 2 min'],
  [{}, 0, 40_001, 'waiting, next try in 1 min'],
  [{}, 0, 99_500, 'waiting, next try in 1 s'],
  [{}, 0, 100_000, 'waiting, next try now'],
  [{ mayBeTwice: true }, 1, 0, 'waiting, 1 before it, may have been delivered once already'],
  [{ state: 'sending', nextAt: null }, 0, 0, 'being delivered'],
  [{ state: 'stopped', nextAt: null }, 0, 0, 'stopped: answered with 401'],
])('a delivery %# says where it stands', (parts, before, now, words) => {
  expect(queuedWords({ ...delivery, ...parts }, before, now)).toBe(words);
});
