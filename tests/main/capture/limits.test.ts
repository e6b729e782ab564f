import { afterEach, describe, expect, it } from 'vitest';
import { firstHeader, type HeaderList } from '../../../src/core/http/headers.ts';
import { expectSound, openFds } from './invariants.ts';
import { bodyText, type Harness, okReply, rawText, type Sender, startListener } from './support.ts';

let harness: Harness;

let fdsBefore: number | null;

async function start(options: Parameters<typeof startListener>[0] = {}): Promise<void> {
  fdsBefore = openFds();
  harness = await startListener(options);
}

/** Whatever a sender did, the next one is served, and nothing is held for the one that is gone. */
afterEach(async () => {
  const sender = harness.connect();
  await sender.send(GET);
  await sender.replied(1);
  expect(sender.statuses).toEqual([200]);
  await sender.finish();
  await expectSound(harness, fdsBefore);
});

const GET = 'GET /hook HTTP/1.1\r\nHost: h\r\n\r\n';
const LIMIT = 64 * 1024;
const head = (length: number): string => `POST /hook HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`;
const CHUNKED_HEAD = 'POST /hook HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Writes a long body in pieces, as fast as the listener takes it, until it is written or the connection is gone. */
async function stream(sender: Sender, piece: Buffer, pieces: number): Promise<void> {
  for (let i = 0; i < pieces && !sender.socket.destroyed; i++) {
    if (!sender.write(piece)) {
      await new Promise<void>((resolve) => {
        sender.socket.once('drain', resolve);
        sender.socket.once('close', resolve);
      });
    }
  }
}

describe('a body over the limit', () => {
  it.each([
    ['with a length', head(LIMIT * 64), Buffer.alloc(LIMIT, 'x'), LIMIT],
    ['in chunks', CHUNKED_HEAD, Buffer.from(`1000\r\n${'x'.repeat(4096)}\r\n`), LIMIT],
    ['in chunks of a byte', CHUNKED_HEAD, Buffer.from('1\r\nx\r\n'.repeat(10_000)), null],
  ])('%s is answered with 413, which the sender can read while it goes on writing', async (_, start_, piece, kept) => {
    await start();
    const sender = harness.connect();
    await sender.send(start_);
    await stream(sender, piece, 64);
    await sender.shows(() => /\r\n\r\nThe body is longer than 64 KiB\.\n$/.test(sender.got));
    expect(sender.statuses).toEqual([413]);
    await sender.finish();
    await sender.closed;
    expect(sender.error).toBeNull();
    const [received] = harness.of(sender);
    expect(received?.arrival).toMatchObject({
      kind: 'request',
      completeness: 'truncated',
      method: 'POST',
      malformed: { code: 'body-too-long', message: 'The body is longer than 64 KiB.' },
    });
    expect(harness.listener.counters.refused['body-too-long']).toBe(1);
    const sent = start_ + piece.toString().repeat(64);
    const raw = rawText(harness.of(sender));
    expect(sent.startsWith(raw)).toBe(true);
    expect(raw.length).toBeLessThanOrEqual(start_.length + 2 * LIMIT + 3 * LIMIT);
    if (kept !== null) expect(bodyText(received)).toBe('x'.repeat(kept));
  });

  it('of exactly the limit is taken; a new limit holds for the next request', async () => {
    await start();
    const sender = harness.connect();
    await sender.send(head(LIMIT) + 'x'.repeat(LIMIT));
    await sender.replied(1);
    expect(sender.statuses).toEqual([200]);
    harness.listener.setLimits({ bodyBytes: 10 });
    await sender.send(`${head(10)}0123456789`);
    await sender.replied(2);
    await sender.send(`${head(11)}0123456789A`);
    await sender.closed;
    expect(sender.statuses).toEqual([200, 200, 413]);
    expect(bodyText(harness.received[2])).toBe('0123456789');
    expect(harness.received[2]?.arrival.declaredBodyBytes).toBe(11);
  });
});

describe('more bytes in flight than the budget', () => {
  it('are refused with 503 and Retry-After, and the rest is served', async () => {
    await start({ limits: { bodyBytes: 1024 * 1024, inFlightBytes: 1024 * 1024 } });
    const senders = [0, 1, 2, 3].map(() => harness.connect());
    const body = Buffer.alloc(700 * 1024, 'x');
    await Promise.all(senders.map((sender) => sender.send(head(body.length), body.subarray(0, 400 * 1024))));
    await Promise.race(senders.map((sender) => sender.replied(1)));
    await Promise.all(senders.map((sender) => sender.send(body.subarray(400 * 1024))));
    await Promise.all(senders.map((sender) => sender.replied(1)));
    const statuses = senders.map((sender) => sender.statuses[0]);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(harness.listener.counters.refused.memory).toBe(statuses.filter((status) => status === 503).length);
    for (const sender of senders) {
      const [received] = harness.of(sender);
      if (sender.statuses[0] === 200) expect(received?.arrival.body).toHaveLength(body.length);
      else {
        expect(sender.got).toMatch(/\r\nRetry-After: \d/);
        expect(received?.arrival).toMatchObject({ completeness: 'truncated', malformed: { code: 'busy' } });
        expect(received?.arrival.raw.length).toBeLessThanOrEqual(head(body.length).length + 64 * 1024);
      }
      await sender.finish();
    }
  });
});

describe('one sender through the tunnel', () => {
  const from = (sender: string, length: number): string =>
    `POST /hook HTTP/1.1\r\nX-From: ${sender}\r\nContent-Length: ${length}\r\n\r\n`;
  const senderOf = (headers: HeaderList): string | null => firstHeader(headers, 'x-from') ?? null;

  it('has so many requests under way and no more, whoever else sends', async () => {
    await start({ senderOf, limits: { senderRequests: 2 } });
    const held = [harness.connect(), harness.connect()];
    for (const sender of held) await sender.send(from('192.0.2.7', 5));
    while (harness.listener.counters.inFlightBytes < 2 * from('192.0.2.7', 5).length)
      await new Promise((resolve) => setTimeout(resolve, 1));
    const third = harness.connect();
    await third.send(from('192.0.2.7', 5), 'third');
    await third.closed;
    expect(third.statuses).toEqual([503]);
    expect(third.got).toMatch(/Retry-After: \d[\s\S]*one sender \(192\.0\.2\.7, as the tunnel says\)/);
    // All of it came, so nothing is marked as missing.
    expect(harness.of(third)).toMatchObject([
      { arrival: { completeness: 'complete', malformed: { code: 'busy-sender' } } },
    ]);
    expect(bodyText(harness.of(third)[0])).toBe('third');
    const other = harness.connect();
    await other.send(`${from('192.0.2.8', 5)}other`, GET);
    await other.replied(2);
    expect(other.statuses).toEqual([200, 200]);
    await other.finish();
    for (const sender of held) {
      await sender.send('first');
      await sender.replied(1);
      await sender.send(`${from('192.0.2.7', 6)}second`);
      await sender.replied(2);
      expect(sender.statuses).toEqual([200, 200]);
      await sender.finish();
    }
    expect(harness.listener.counters.refused.sender).toBe(1);
  });

  it('holds no more than its share of the budget, over all its connections; nor does one connection', async () => {
    await start({ senderOf, limits: { shareBytes: 40 * 1024, inFlightBytes: 1024 * 1024 } });
    const half = 'x'.repeat(25 * 1024);
    const first = harness.connect();
    await first.send(from('192.0.2.7', half.length), half.slice(1));
    while (harness.listener.counters.inFlightBytes < half.length)
      await new Promise((resolve) => setTimeout(resolve, 1));
    const second = harness.connect();
    await second.send(from('192.0.2.7', half.length), half);
    await second.replied(1);
    expect(second.got).toMatch(/ 503 [\s\S]*one sender \(192\.0\.2\.7/);
    const other = harness.connect();
    await other.send(from('192.0.2.8', half.length), half);
    await other.replied(1);
    expect(other.statuses).toEqual([200]);
    await other.send(head(50 * 1024), 'x'.repeat(50 * 1024));
    await other.replied(2);
    expect(other.got).toMatch(/ 503 [\s\S]*one connection held more than 40 KiB/);
    await first.send('x');
    await first.replied(1);
    expect(first.statuses).toEqual([200]);
    for (const sender of [first, second, other]) await sender.finish();
    expect(harness.listener.counters.refused).toMatchObject({ sender: 1, connection: 1, memory: 0 });
  });
});

describe('a slow sender', () => {
  it('of a head gets 408, counted from its first byte and not from the connection', async () => {
    await start({ limits: { headMs: 30, checkMs: 5 } });
    const sender = harness.connect();
    await sender.send();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await sender.send('POST /hook HTTP/1.1\r\nHos');
    await sender.closed;
    expect(sender.statuses).toEqual([408]);
    expect(harness.received).toMatchObject([
      {
        arrival: {
          kind: 'malformed',
          method: 'POST',
          target: '/hook',
          completeness: 'aborted',
          malformed: { code: 'timeout-head' },
        },
      },
    ]);
    expect(rawText(harness.received)).toBe('POST /hook HTTP/1.1\r\nHos');
  });

  it('of a body gets 408, and what came is kept', async () => {
    await start({ limits: { requestMs: 30, checkMs: 5 } });
    const sender = harness.connect();
    await sender.send(head(10), 'abc');
    await sender.closed;
    expect(sender.statuses).toEqual([408]);
    expect(harness.received).toMatchObject([
      { arrival: { kind: 'request', completeness: 'aborted', malformed: { code: 'timeout-body' } } },
    ]);
    expect(bodyText(harness.received[0])).toBe('abc');
  });

  it('of refused bytes is not waited for longer than for a head', async () => {
    await start({ limits: { headMs: 50, checkMs: 5, settleMs: 30 } });
    const sender = harness.connect();
    await sender.send('FOO ');
    const drip = setInterval(() => sender.write('x'), 5);
    await sender.shows(() => sender.statuses.length > 0);
    clearInterval(drip);
    expect(sender.statuses).toEqual([400]);
    await sender.finish();
  });

  it('may take any time when nothing was sent, or only line breaks', async () => {
    await start({ limits: { headMs: 10, requestMs: 10, checkMs: 2 } });
    const sender = harness.connect();
    await sender.send('\r\n');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sender.got).toBe('');
    await sender.send(GET);
    await sender.replied(1);
    expect(sender.statuses).toEqual([200]);
    await sender.finish();
  });
});

describe('a sender that leaves', () => {
  it.each([
    ['in the body, in order', `${head(100)}abcdefg`, 'finish', [400], 'connection-closed', /after 7 of 100 body bytes/],
    ['in the body, by reset', `${head(100)}abcdefg`, 'reset', [], 'connection-reset', /reset .* after 7 of 100/],
    ['in a chunk', `${CHUNKED_HEAD}5\r\nab`, 'finish', [400], 'connection-closed', /after 2 body bytes/],
    ['in the head, in order', 'POST / HTTP/1.1\r\nA: b', 'finish', [400], 'connection-closed', /end of the headers/],
    ['in the head, by reset', 'POST / HTTP/1.1\r\nA: b', 'reset', [], 'connection-reset', /end of the headers/],
  ] as const)('%s leaves a capture of what came', async (_, bytes, leave, statuses, code, message) => {
    await start();
    const sender = harness.connect();
    await sender.send(bytes);
    while (harness.listener.counters.inFlightBytes < bytes.length)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await sender[leave]();
    await sender.closed;
    await harness.idle();
    expect(sender.statuses).toEqual(statuses);
    const received = harness.of(sender);
    expect(received).toMatchObject([{ arrival: { completeness: 'aborted', malformed: { code } } }]);
    expect(received[0]?.arrival.malformed?.message).toMatch(message);
    expect(received[0]?.fixed === 'unsent').toBe(leave === 'reset');
    expect(rawText(received)).toBe(bytes);
  });

  it('without a word leaves nothing', async () => {
    await start();
    const sender = harness.connect();
    await sender.send('\r\n');
    await sender.finish();
    await sender.closed;
    expect(harness.received).toEqual([]);
  });

  it('after its request, before the reply, is captured like any other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await start({
      async receive() {
        await held;
        return okReply;
      },
    });
    const sender = harness.connect();
    await sender.send(GET);
    while (harness.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await sender.reset();
    await harness.idle();
    release();
    expect(harness.received).toMatchObject([{ arrival: { completeness: 'complete' } }]);
  });
});

describe('too many connections', () => {
  it('are dropped unread, and counted', async () => {
    await start({ limits: { connections: 2 } });
    const kept = [harness.connect(), harness.connect()];
    for (const sender of kept) await sender.send();
    const third = harness.connect();
    await third.send(GET);
    await third.closed;
    expect(third.got).toBe('');
    expect(harness.listener.counters.droppedConnections).toBe(1);
    for (const sender of kept) {
      await sender.send(GET);
      await sender.replied(1);
      await sender.finish();
    }
    await harness.idle();
  });
});

describe('a head without end', () => {
  it('made of line breaks is refused too', async () => {
    await start();
    const sender = harness.connect();
    await stream(sender, Buffer.from('\r\n'.repeat(8 * 1024)), 100);
    await sender.shows(() => sender.statuses.length > 0);
    expect(sender.statuses).toEqual([431]);
    await sender.finish();
    await sender.closed;
    expect(harness.of(sender)).toMatchObject([{ arrival: { malformed: { code: 'HPE_HEADER_OVERFLOW' } } }]);
  });
});
