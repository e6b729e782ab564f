import { describe, expect, it } from 'vitest';
import { expectSound, openFds } from './invariants.ts';
import { startListener } from './support.ts';

const GET = 'GET /hook HTTP/1.1\r\nHost: h\r\n\r\n';

describe('connections that say nothing', () => {
  it('make room before the last place is taken, the longest silent first, and are counted', async () => {
    let nowMs = 0;
    const monotonicMs = (): number => nowMs;
    const fdsBefore = openFds();
    const harness = await startListener({ limits: { connections: 3, headMs: 1000 }, monotonicMs });
    const [silent, served, busy] = [harness.connect(), harness.connect(), harness.connect()];
    await silent.send();
    nowMs = 100;
    await served.send(GET);
    await served.replied(1);
    await busy.send(GET.slice(0, 9));
    await busy.finish();
    await busy.closed;
    // Nobody has been silent for long.
    expect(harness.listener.counters).toMatchObject({ openConnections: 2, droppedConnections: 0 });
    nowMs = 1050;
    const next = harness.connect();
    await next.send(GET);
    await next.replied(1);
    await silent.closed;
    expect(harness.listener.counters).toMatchObject({ openConnections: 2, droppedConnections: 1 });
    await served.send(GET);
    await served.replied(2);
    expect(served.statuses).toEqual([200, 200]);
    for (const sender of [served, next]) await sender.finish();
    // The one that made room was accepted, and counts as dropped.
    await expectSound(harness, fdsBefore, { otherConnections: 1 });
  });
});
