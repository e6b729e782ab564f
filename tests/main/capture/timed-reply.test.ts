import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../src/core/bytes.ts';
import type { StartTimer } from '../../../src/main/capture/timed-reply.ts';
import { atOnce, type ReplyBehaviour } from '../../../src/main/reply/chosen-reply.ts';
import type { GivenReply } from '../../../src/main/reply/given-reply.ts';
import { type Harness, okReply, startListener } from './support.ts';

/** Timers that the test lets pass, in the order in which they are due. */
function testTimers() {
  let nowMs = 0;
  const waiting = new Map<object, { readonly dueMs: number; readonly callback: () => void }>();
  let started = (): void => undefined;
  const startTimer: StartTimer = (callback, ms) => {
    const key = {};
    waiting.set(key, { dueMs: nowMs + ms, callback });
    started();
    return () => waiting.delete(key);
  };
  return {
    startTimer,
    get waiting() {
      return waiting.size;
    },
    get nowMs() {
      return nowMs;
    },
    /** Resolves when so many are waiting. */
    async wait(count: number): Promise<void> {
      while (waiting.size < count) {
        await new Promise<void>((resolve) => {
          started = resolve;
        });
      }
    },
    pass(ms: number): void {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...waiting].sort(([, a], [, b]) => a.dueMs - b.dueMs);
        if (next === undefined || next[1].dueMs > untilMs) break;
        waiting.delete(next[0]);
        nowMs = next[1].dueMs;
        next[1].callback();
      }
      nowMs = untilMs;
    },
  };
}

const ask = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi';

interface Timed {
  readonly harness: Harness;
  readonly timers: ReturnType<typeof testTimers>;
  readonly sent: () => number;
}

/** Every request is answered so; `/plain` at once. */
async function start(behaviour: Partial<ReplyBehaviour>, more: Partial<GivenReply> = {}): Promise<Timed> {
  const timers = testTimers();
  let sent = 0;
  const harness = await startListener({
    startTimer: timers.startTimer,
    receive: async (arrival, fixed) => {
      if (fixed !== null) return fixed === 'unsent' ? okReply : fixed;
      if (arrival.target === '/plain') return okReply;
      return { ...okReply, ...more, behaviour: { ...atOnce, ...behaviour }, sent: () => void sent++ };
    },
  });
  return { harness, timers, sent: () => sent };
}

describe('a delayed reply', () => {
  it('of five minutes goes out then and not before, and holds no room for requests meanwhile', async () => {
    const { harness, timers, sent } = await start({ delayMs: 300_000 });
    const sender = harness.connect();
    await sender.send(ask);
    await timers.wait(1);
    expect(harness.listener.counters).toMatchObject({ captures: 1, inFlightBytes: 0 });
    timers.pass(299_999);
    expect([sender.got, sent()]).toEqual(['', 0]);
    timers.pass(1);
    await sender.replied(1);
    expect([sender.statuses, sent(), timers.waiting]).toEqual([[200], 1, 0]);
    // The connection is as good as before.
    await sender.send(ask.replace('/', '/plain'));
    await sender.replied(2);
    expect(harness.of(sender)).toHaveLength(2);
    await harness.listener.close();
    expect(harness.bugs).toEqual([]);
  });

  it('keeps the order of pipelined requests', async () => {
    const { harness, timers } = await start({ delayMs: 1000 });
    const sender = harness.connect();
    await sender.send(ask + ask.replace('POST /', 'POST /plain'));
    await timers.wait(1);
    while (harness.received.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(sender.got).toBe('');
    timers.pass(1000);
    await sender.replied(2);
    expect(sender.statuses).toEqual([200, 200]);
    await harness.listener.close();
  });

  it('is given up when its sender leaves, and not called sent', async () => {
    const { harness, timers, sent } = await start({ delayMs: 1000 });
    const sender = harness.connect();
    await sender.send(ask);
    await timers.wait(1);
    await sender.reset();
    await harness.idle();
    expect([timers.waiting, sent(), harness.received.length]).toEqual([0, 0, 1]);
    await harness.listener.close();
    expect(harness.bugs).toEqual([]);
  });

  it('goes out at once when the listener closes', async () => {
    const { harness, timers, sent } = await start({ delayMs: 300_000 });
    const sender = harness.connect();
    await sender.send(ask);
    await timers.wait(1);
    await harness.listener.close();
    await sender.closed;
    expect([sender.statuses, sent(), timers.waiting, sender.error]).toEqual([[200], 1, 0, null]);
  });

  it('goes out when the listener closes although a further request is half there', async () => {
    const { harness, timers } = await start({ delayMs: 300_000 });
    const sender = harness.connect();
    await sender.send(ask, 'POST /half HTTP/1.1\r\nHo');
    await timers.wait(1);
    await harness.listener.close();
    await sender.closed;
    expect(sender.statuses).toEqual([200, 503]);
    expect(harness.of(sender)).toHaveLength(2);
  });
});

describe('a reset', () => {
  it('is one for the sender, after its request was captured', async () => {
    const { harness, sent } = await start({ isReset: true });
    const sender = harness.connect();
    await sender.send(ask);
    await sender.closed;
    expect([sender.error, sender.got, sent()]).toEqual(['ECONNRESET', '', 0]);
    expect(harness.of(sender)).toHaveLength(1);
    await harness.listener.close();
    expect(harness.bugs).toEqual([]);
  });

  it('waits for its delay', async () => {
    const { harness, timers } = await start({ isReset: true, delayMs: 50 });
    const sender = harness.connect();
    await sender.send(ask);
    await timers.wait(1);
    expect(sender.error).toBeNull();
    timers.pass(50);
    await sender.closed;
    expect(sender.error).toBe('ECONNRESET');
    await harness.listener.close();
  });
});

describe('a dripping reply', () => {
  const body = latin1Bytes('0123456789'.repeat(10));

  it('comes at its pace, with its length told before', async () => {
    const { harness, timers, sent } = await start({ bytesPerSecond: 10 }, { body });
    const sender = harness.connect();
    await sender.send(ask);
    const bodyGot = () => sender.got.split('\r\n\r\n')[1] ?? '';
    await sender.shows(() => bodyGot() === '0');
    expect([sender.got.includes('Content-Length: 100'), sent()]).toEqual([true, 1]);
    for (let second = 1; second <= 5; second++) {
      timers.pass(1000);
      await sender.shows(() => bodyGot().length === 1 + 10 * second);
    }
    timers.pass(4900);
    await sender.shows(() => bodyGot().length === 100);
    expect([bodyGot(), timers.nowMs, timers.waiting]).toEqual(['0123456789'.repeat(10), 9900, 0]);
    await harness.listener.close();
    expect(harness.bugs).toEqual([]);
  });

  it('is given whole when the listener closes, and given up when its sender leaves', async () => {
    const { harness, timers } = await start({ bytesPerSecond: 1 }, { body });
    const [stays, leaves] = [harness.connect(), harness.connect()];
    await leaves.send(ask);
    await timers.wait(1);
    await leaves.reset();
    while (timers.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
    await stays.send(ask);
    await timers.wait(1);
    await harness.listener.close();
    await stays.closed;
    expect(stays.got.endsWith(`\r\n\r\n${'0123456789'.repeat(10)}`)).toBe(true);
    expect(harness.bugs).toEqual([]);
  });

  it('has an end after five minutes', async () => {
    const { harness, timers } = await start({ bytesPerSecond: 1 }, { body: new Uint8Array(1000).fill(48) });
    const sender = harness.connect();
    await sender.send(ask);
    await timers.wait(1);
    timers.pass(300_000);
    await sender.shows(() => sender.got.endsWith('0'.repeat(1000)));
    expect(timers.waiting).toBe(0);
    await harness.listener.close();
  });

  it('is an ordinary one where there is no body to send', async () => {
    const { harness, timers } = await start({ bytesPerSecond: 1 }, { body });
    const sender = harness.connect();
    await sender.send('HEAD / HTTP/1.1\r\nHost: h\r\n\r\n');
    await sender.replied(1);
    expect([sender.got.includes('Content-Length: 100'), timers.waiting]).toEqual([true, 0]);
    await harness.listener.close();
  });
});
