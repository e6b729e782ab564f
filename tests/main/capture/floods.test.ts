import { execSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../src/core/bytes.ts';
import { expectSound, openFds } from './invariants.ts';
import { type Harness, okReply, type Sender, startListener } from './support.ts';

/** Many senders at once, or many requests of one; the listener's own limits of size, and clocks that the test moves. */
let harness: Harness;
let fdsBefore: number | null;
let nowMs: number;

async function start(options: Parameters<typeof startListener>[0] = {}): Promise<void> {
  nowMs = 0;
  fdsBefore = openFds();
  const { limits, ...rest } = options;
  harness = await startListener({ monotonicMs: () => nowMs, ...rest, limits: { checkMs: 5, ...limits } });
}

afterEach(async () => {
  const sender = harness.connect();
  await sender.send(GET);
  await sender.replied(1);
  expect(sender.statuses).toEqual([200]);
  await sender.finish();
  await expectSound(harness, fdsBefore);
});

const GET = 'GET /hook HTTP/1.1\r\nHost: h\r\n\r\n';
const HALF_HEAD = 'POST /hook HTTP/1.1\r\nHost: h\r\nX-Slow: ';
const HALF_BODY = 'POST /hook HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabcdefg';

/** Both ends of every connection are this process's: where few files may be open, there are fewer connections. */
const openFiles =
  process.platform === 'win32'
    ? Number.POSITIVE_INFINITY
    : Number(execSync('ulimit -n').toString()) || Number.POSITIVE_INFINITY;
const scaled = (connections: number, accepted: number): number =>
  Math.max(accepted, Math.min(connections, Math.floor(openFiles * 0.8) - accepted));

async function connectMany(count: number, bytes: string): Promise<Sender[]> {
  const senders = Array.from({ length: count }, () => harness.connect());
  await Promise.all(senders.map((sender) => (bytes === '' ? sender.send() : sender.send(bytes))));
  return senders;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function expectServed(): Promise<void> {
  const sender = harness.connect();
  await sender.send(GET);
  await sender.replied(1);
  expect(sender.statuses).toEqual([200]);
  await sender.finish();
}

describe('slow senders', () => {
  it('of 400 heads hold nobody else up, get 408 after ten seconds, and leave a row each', async () => {
    await start();
    const senders = await connectMany(400, HALF_HEAD);
    await until(() => harness.listener.counters.inFlightBytes === 400 * HALF_HEAD.length);
    await expectServed();
    nowMs = 10_000;
    await expectServed();
    expect(harness.received).toHaveLength(2);
    nowMs = 10_001;
    await Promise.all(senders.map(({ closed }) => closed));
    expect(new Set(senders.flatMap(({ statuses }) => statuses))).toEqual(new Set([408]));
    expect(harness.listener.counters.refused['head-timeout']).toBe(400);
    for (const sender of senders) {
      expect(harness.of(sender)).toMatchObject([
        { arrival: { kind: 'malformed', completeness: 'aborted', malformed: { code: 'timeout-head' } } },
      ]);
    }
  });

  it('of 400 bodies get 408 after a minute, and leave what came', async () => {
    await start();
    const senders = await connectMany(400, HALF_BODY);
    await until(() => harness.listener.counters.inFlightBytes === 400 * HALF_BODY.length);
    nowMs = 60_000;
    await expectServed();
    expect(harness.received).toHaveLength(1);
    nowMs = 60_001;
    await Promise.all(senders.map(({ closed }) => closed));
    expect(new Set(senders.flatMap(({ statuses }) => statuses))).toEqual(new Set([408]));
    expect(harness.listener.counters.refused['body-timeout']).toBe(400);
    for (const sender of senders) {
      expect(harness.of(sender)).toMatchObject([
        { arrival: { completeness: 'aborted', malformed: { code: 'timeout-body' } } },
      ]);
    }
  });

  it('that read nothing of their replies, 300 of them, hold nothing of the listener’s', async () => {
    await start();
    const senders = Array.from({ length: 300 }, () => harness.connect());
    for (const { socket } of senders) socket.pause();
    await Promise.all(senders.map((sender) => sender.send(GET.repeat(20))));
    await until(() => harness.received.length === 6000);
    await until(() => harness.listener.counters.inFlightBytes === 0);
    await expectServed();
    for (const { socket } of senders) socket.resume();
    await Promise.all(senders.map((sender) => sender.replied(20)));
    expect(senders.every(({ statuses }) => statuses.length === 20)).toBe(true);
    for (const sender of senders) await sender.finish();
  });
});

describe('many connections', () => {
  it('that say nothing but line breaks, 60 KB each, do not hold memory for ever', async () => {
    await start();
    const count = Math.min(200, scaled(200, 100));
    const senders = await connectMany(count, '\r\n'.repeat(30_000));
    await until(() => harness.listener.counters.inFlightBytes === count * 60_000);
    nowMs = 10_001;
    await Promise.all(senders.map(({ closed }) => closed));
    expect(harness.listener.counters.refused['head-timeout']).toBe(count);
  });

  it('with half a head of 60 KB each, 500 of them, are kept to the end of the senders', async () => {
    await start();
    const head = `${HALF_HEAD}${'x'.repeat(60_000)}`;
    const count = Math.min(500, scaled(500, 100));
    const senders = await connectMany(count, head);
    await until(() => harness.listener.counters.inFlightBytes === count * head.length);
    await expectServed();
    for (const sender of senders) await sender.finish();
    await Promise.all(senders.map(({ closed }) => closed));
    for (const sender of senders) {
      expect(harness.of(sender)).toMatchObject([
        { arrival: { completeness: 'aborted', malformed: { code: 'connection-closed' } } },
      ]);
    }
  });

  const sockets = scaled(2000, 520);
  it(`that say nothing, ${sockets} of them, are dropped over 512 and counted; their places are free when they leave`, async () => {
    await start();
    const senders = await connectMany(sockets, '');
    await until(() => harness.listener.counters.droppedConnections === sockets - 512);
    expect(harness.listener.counters.openConnections).toBe(512);
    for (const { socket } of senders) socket.end();
    await Promise.all(senders.map(({ closed }) => closed));
    await harness.idle();
    expect(harness.received).toEqual([]);
    await expectServed();
  });
});

describe('one connection', () => {
  it('with 20,000 requests at once has 64 of them answered; the rest is one row and 503', async () => {
    await start({ limits: { bodyBytes: 1024 * 1024 } });
    const sender = harness.connect();
    const pipelined = Array.from({ length: 20_000 }, (_, i) => `GET /${i} HTTP/1.1\r\n\r\n`).join('');
    await sender.send(latin1Bytes(pipelined));
    await sender.finish();
    await sender.closed;
    const received = harness.of(sender);
    const answered = sender.statuses.filter((status) => status === 200).length;
    expect(sender.statuses).toEqual([...Array<number>(answered).fill(200), 503]);
    expect(answered).toBeGreaterThanOrEqual(64);
    // Each of those answered once, in its order.
    expect(received.slice(0, -1).map(({ arrival }) => arrival.target)).toEqual(
      Array.from({ length: answered }, (_, i) => `/${i}`),
    );
    expect(received.at(-1)?.arrival.malformed?.code).toBe('pipelining');
    expect(harness.listener.counters.refused.pipelining).toBe(1);
  });

  it('with 200 requests, each after the reply before it, has all of them answered', async () => {
    await start();
    const sender = harness.connect();
    for (let i = 1; i <= 200; i++) {
      await sender.send(GET);
      await sender.replied(i);
    }
    expect(sender.statuses).toEqual(Array<number>(200).fill(200));
    await sender.finish();
  });

  it('that asks for a tunnel is gone with its reply, also when the sender leaves its side open', async () => {
    await start({ limits: { lingerIdleMs: 20 } });
    const sender = harness.connect();
    await sender.send('CONNECT example.com:443 HTTP/1.1\r\n\r\n');
    await sender.replied(1);
    await harness.idle();
    expect(sender.statuses).toEqual([405]);
    expect(harness.of(sender)).toHaveLength(1);
  });
});

describe('a hundred copies of one delivery', () => {
  it('at once are a row each', async () => {
    await start({ receive: async (_arrival, fixed) => (fixed === null || fixed === 'unsent' ? okReply : fixed) });
    const copy = 'POST /hook HTTP/1.1\r\nHost: h\r\nWebhook-Id: msg_1\r\nContent-Length: 2\r\n\r\n{}';
    const senders = await connectMany(100, copy);
    await Promise.all(senders.map((sender) => sender.replied(1)));
    for (const sender of senders) await sender.finish();
    expect(harness.received).toHaveLength(100);
  });
});
