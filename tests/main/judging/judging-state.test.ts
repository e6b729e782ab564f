import { expect, it } from 'vitest';
import type { TunnelStatus } from '../../../src/core/tunnel.ts';
import { createEventHub } from '../../../src/main/events.ts';
import { onJudgingState } from '../../../src/main/judging/judging-state.ts';

const status = (url: string | null, at: number): TunnelStatus => ({
  provider: 'manual',
  state: 'up',
  reason: 'manual',
  message: '',
  url,
  previousUrl: null,
  since: 0,
  attempt: 0,
  nextRetryAt: null,
  lastProbe: { at, ok: true, ms: 1 },
});

it('takes a new URL of the tunnel for a change, and no check through it', () => {
  const events = createEventHub((error) => {
    throw error;
  });
  let changes = 0;
  onJudgingState(events, () => changes++);
  for (const [url, wanted] of [
    [null, 0],
    ['https://a.test', 1],
    ['https://a.test', 1],
    ['https://b.test', 2],
    [null, 3],
  ] as const) {
    events.emit('tunnel.changed', status(url, changes));
    expect([url, changes]).toEqual([url, wanted]);
  }
  events.emit('endpoints.changed', { endpoints: [] });
  events.emit('secrets.changed', { secrets: [] });
  events.emit('schemes.changed', { schemes: [] });
  expect(changes).toBe(6);
});
