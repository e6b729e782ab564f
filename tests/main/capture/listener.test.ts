import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { sameBytes } from '../../../src/core/bytes.ts';
import type { EndpointReply } from '../../../src/core/endpoint.ts';
import { type ListenerCounters, noListenerCounters, refusalCounts } from '../../../src/core/listener.ts';
import { createCaptureListener } from '../../../src/main/capture/listener.ts';
import { expectSound, openFds } from './invariants.ts';
import { bodyText, type Harness, okReply, rawText, startListener } from './support.ts';

let harness: Harness;

let fdsBefore: number | null;
let except: Parameters<typeof expectSound>[2];

async function start(options: Parameters<typeof startListener>[0] = {}): Promise<void> {
  fdsBefore = openFds();
  except = {};
  harness = await startListener(options);
}

afterEach(async () => {
  await harness.listener.close();
  await expectSound(harness, fdsBefore, except);
});

/** A promise to be resolved by the test. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const GET = 'GET /hook HTTP/1.1\r\nHost: h\r\n\r\n';

function post(body: string, headers = ''): string {
  return `POST /hook HTTP/1.1\r\nHost: h\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

describe('a captured request', () => {
  it('is what stood on the wire: headers in case, order and number, target and body untouched', async () => {
    await start();
    const sender = harness.connect();
    const bytes = `PATCH /a/../b//%2e%2e/%zz?q=<x>&q HTTP/1.1\r\nhOST: h\r\nX-A:  1\t\r\nx-a:2\r\nContent-Length: 5\r\n\r\n\0\xff\r\n{`;
    await sender.send(bytes);
    await sender.replied(1);
    const [received] = harness.received;
    expect(received?.fixed).toBeNull();
    expect(received?.arrival).toMatchObject({
      kind: 'request',
      via: 'local',
      peer: { address: '127.0.0.1', port: sender.localPort },
      method: 'PATCH',
      target: '/a/../b//%2e%2e/%zz?q=<x>&q',
      httpVersion: '1.1',
      headers: [
        ['hOST', 'h'],
        ['X-A', '1'],
        ['x-a', '2'],
        ['Content-Length', '5'],
      ],
      trailers: [],
      completeness: 'complete',
      declaredBodyBytes: 5,
      malformed: null,
    });
    expect(rawText(harness.received)).toBe(bytes);
    expect(bodyText(received)).toBe('\0\xff\r\n{');
    await sender.finish();
    await sender.closed;
  });

  it('has its body as a view of its raw bytes, which own their buffer, also when it came in pieces or with others', async () => {
    await start();
    const sender = harness.connect();
    const body = 'x'.repeat(5000);
    await sender.send(GET + post('abc') + post(body).slice(0, 300), post(body).slice(300));
    await sender.replied(3);
    expect(harness.received.map(bodyText)).toEqual(['', 'abc', body]);
    for (const { arrival } of harness.received) {
      expect(arrival.raw.buffer.byteLength).toBe(arrival.raw.length);
      expect(arrival.body.buffer).toBe(arrival.raw.buffer);
      expect(arrival.raw.constructor).toBe(Uint8Array);
    }
    await sender.finish();
  });

  it('has the content of its chunks as body and its trailers apart', async () => {
    await start();
    const sender = harness.connect();
    const chunks = 'A;x="y"\r\n0123456789\r\n1\r\n!\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n';
    const bytes = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n${chunks}`;
    await sender.send(...bytes.split(''), GET);
    await sender.replied(2);
    expect(bodyText(harness.received[0])).toBe('0123456789!');
    expect(harness.received[0]?.arrival).toMatchObject({
      declaredBodyBytes: null,
      trailers: [
        ['X-Sum', '1'],
        ['x-sum', '2'],
      ],
    });
    expect(harness.received.map((one) => rawText([one]))).toEqual([bytes, GET]);
    await sender.finish();
  });

  it('is timed from its first byte, by the clocks given', async () => {
    let ms = 1000;
    await start({ now: () => 1_700_000_000_000 + ms, monotonicMs: () => ms });
    const sender = harness.connect();
    await sender.send(post('abcd').slice(0, 10));
    await harnessHolds(10);
    ms += 5;
    await sender.send(post('abcd').slice(10, -2));
    await harnessHolds(post('abcd').length - 2);
    ms += 7;
    await sender.send('cd', GET);
    await sender.replied(2);
    expect(harness.received[0]?.arrival).toMatchObject({
      receivedAt: 1_700_000_001_000,
      timings: { headMs: 5, bodyMs: 12 },
    });
    expect(harness.received[1]?.arrival).toMatchObject({ receivedAt: 1_700_000_001_012, timings: { headMs: 0 } });
    await sender.finish();
  });

  it('says how it came, by its headers', async () => {
    await start({ viaOf: (headers) => (headers.some(([, value]) => value === 'x.loca.lt') ? 'tunnel' : 'local') });
    const sender = harness.connect();
    await sender.send(GET.replace('Host: h', 'Host: x.loca.lt') + GET);
    await sender.replied(2);
    expect(harness.received.map(({ arrival }) => arrival.via)).toEqual(['tunnel', 'local']);
    await sender.finish();
  });

  async function harnessHolds(bytes: number): Promise<void> {
    while (harness.listener.counters.inFlightBytes < bytes) await new Promise((resolve) => setTimeout(resolve, 1));
  }
});

describe('a reply', () => {
  it('comes only after the request is stored', async () => {
    const stored = gate();
    const events: string[] = [];
    await start({
      async receive() {
        events.push('received');
        await stored.opened;
        events.push('stored');
        return okReply;
      },
    });
    const sender = harness.connect();
    sender.socket.on('data', () => events.push('reply'));
    // Half-closed as `nc -N` does: the reply is still due.
    await sender.send(post('abc'));
    await sender.finish();
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    stored.open();
    await sender.closed;
    expect(events).toEqual(['received', 'stored', 'reply']);
    expect(sender.statuses).toEqual([200]);
  });

  it('has the headers as given, then the true length', async () => {
    await start();
    const sender = harness.connect();
    await sender.send(GET);
    await sender.shows(() => sender.got.endsWith('captured'));
    expect(sender.got).toMatch(
      /^HTTP\/1\.1 200 OK\r\nx-MiXed: 1\r\nX-mixed: 2\r\ncontent-TYPE: text\/plain\r\nContent-Length: 8\r\nDate: [^\r]+\r\nConnection: keep-alive\r\n\r\ncaptured$/,
    );
    await sender.finish();
  });

  it.each([
    [
      'a HEAD',
      'HEAD / HTTP/1.1\r\n\r\n',
      okReply,
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 8\r\n[\s\S]*\r\n\r\n$/,
    ],
    [
      'a 204',
      GET,
      { ...okReply, status: 204 },
      /^HTTP\/1\.1 204 No Content\r\n(?![\s\S]*Content-Length)[\s\S]*\r\n\r\n$/,
    ],
    ['a 304', GET, { ...okReply, status: 304 }, /^HTTP\/1\.1 304 Not Modified\r\n[\s\S]*\r\n\r\n$/],
    [
      'framing headers of its own',
      GET,
      {
        ...okReply,
        headers: [
          ['Transfer-Encoding', 'chunked'],
          ['content-length', '999'],
        ],
      },
      /^HTTP\/1\.1 200 OK\r\ncontent-length: 8\r\nDate[\s\S]*\r\n\r\ncaptured$/,
    ],
  ] satisfies [string, string, EndpointReply, RegExp][])(
    'to %s has no body that would shift the next reply',
    async (_, request, reply, expected) => {
      await start({ receive: async () => reply });
      const sender = harness.connect();
      await sender.send(request);
      await sender.finish();
      await sender.closed;
      expect(sender.got).toMatch(expected);
    },
  );

  it('is 500 when storing failed by a bug, which is reported', async () => {
    await start({
      receive: async ({ method }) => {
        if (method === 'GET') throw new Error('boom');
        return { ...okReply, headers: [['bad\r\nname', '']] };
      },
    });
    const sender = harness.connect();
    await sender.send(GET, post('x'), 'garbage');
    await sender.closed;
    expect(sender.statuses.slice(0, 2)).toEqual([500, 500]);
    expect(harness.bugs.splice(0)).toMatchObject([{ message: 'boom' }, { code: 'ERR_INVALID_HTTP_TOKEN' }, {}]);
  });

  it('to a probe of the tunnel is given without a capture', async () => {
    await start({ intercept: (method, target) => (method === 'GET' && target === '/hook' ? okReply : null) });
    except = { intercepted: 1 };
    const sender = harness.connect();
    await sender.send(GET + GET);
    await sender.replied(2);
    await sender.finish();
    expect(sender.statuses).toEqual([200, 200]);
    expect(harness.received).toEqual([]);
  });
});

describe('several requests on one connection', () => {
  it('are each captured once, and idle time between them is nobody’s fault', async () => {
    await start({ limits: { headMs: 1, requestMs: 1, checkMs: 1 } });
    const sender = harness.connect();
    for (let i = 1; i <= 3; i++) {
      await sender.send('\r\n', GET);
      await sender.replied(i);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(sender.statuses).toEqual([200, 200, 200]);
    expect(harness.received).toHaveLength(3);
    await sender.finish();
  });

  it('are answered in order, and then no more than the cap waits: 503, with the rest in one capture', async () => {
    const stored = gate();
    await start({
      limits: { pipelined: 4 },
      async receive(_arrival, fixed) {
        await stored.opened;
        return fixed === null || fixed === 'unsent' ? okReply : fixed;
      },
    });
    const sender = harness.connect();
    await sender.send(GET.repeat(10));
    while (harness.received.length < 5) await new Promise((resolve) => setTimeout(resolve, 1));
    stored.open();
    await sender.closed;
    expect(sender.statuses).toEqual([200, 200, 200, 200, 503]);
    expect(sender.got).toMatch(/Retry-After: \d/);
    expect(rawText(harness.received)).toBe(GET.repeat(10));
    expect(harness.received[4]?.arrival.malformed?.code).toBe('pipelining');
  });

  it.each([
    ['a Content-Length that is too small', post('abc'), 'defg'],
    ['a body without any length', 'POST / HTTP/1.1\r\nHost: h\r\n\r\n', '{"a":1}'],
    ['garbage', GET, '\x01\x02\r\n\r\n'],
  ])('with %s: the first gets its reply, the rest is a capture', async (_, first, rest) => {
    await start();
    const sender = harness.connect();
    await sender.send(first + rest);
    await sender.closed;
    expect(sender.statuses).toEqual([200]);
    expect(sender.error).toBeNull();
    expect(harness.received.map((one) => rawText([one]))).toEqual([first, rest]);
    expect(harness.received[1]).toMatchObject({ fixed: 'unsent', arrival: { kind: 'malformed' } });
    expect(harness.received[1]?.arrival.malformed?.message).toMatch(/Content-Length is missing or too small/);
  });

  it('end with a bad one: what came before is answered before it', async () => {
    await start();
    const sender = harness.connect();
    await sender.send(GET);
    await sender.replied(1);
    await sender.send('FOO / HTTP/1.1\r\n\r\n');
    await sender.closed;
    expect(sender.statuses).toEqual([200, 400]);
    expect(harness.received.map(({ arrival }) => arrival.kind)).toEqual(['request', 'malformed']);
  });
});

describe('Expect: 100-continue', () => {
  const head = (length: number): string =>
    `POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;

  it('is answered, then the request', async () => {
    await start();
    const sender = harness.connect();
    await sender.send(head(3));
    await sender.replied(1);
    expect(sender.got).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    await sender.send('abc');
    await sender.replied(2);
    expect(sender.statuses).toEqual([100, 200]);
    expect(rawText(harness.received)).toBe(`${head(3)}abc`);
    await sender.finish();
  });

  it('is refused at once when the body would be too long', async () => {
    await start();
    const sender = harness.connect();
    await sender.send(head(65537));
    await sender.closed;
    expect(sender.statuses).toEqual([413]);
    expect(harness.received).toMatchObject([
      { arrival: { kind: 'request', completeness: 'truncated', declaredBodyBytes: 65537 } },
    ]);
    expect(rawText(harness.received)).toBe(head(65537));
  });

  it('works with curl, for a body of 2 MB', async ({ skip }) => {
    const run = promisify(execFile);
    const found = await run('curl', ['--version']).then(
      () => true,
      () => false,
    );
    if (!found) skip('curl is not installed');
    await start({ limits: { bodyBytes: 4 * 1024 * 1024 } });
    except = { otherConnections: 1 };
    const folder = mkdtempSync(join(tmpdir(), 'hookproof-curl-'));
    const body = randomBytes(2 * 1024 * 1024);
    writeFileSync(join(folder, 'body'), body);
    const url = `http://127.0.0.1:${harness.port}/hook`;
    const { stdout } = await run('curl', [
      ...['--silent', '--show-error', '--max-time', '15', '--include'],
      ...['-H', 'Expect: 100-continue', '-H', 'Content-Type: application/octet-stream'],
      ...['--data-binary', `@${join(folder, 'body')}`, url],
    ]);
    rmSync(folder, { recursive: true });
    expect(stdout).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*captured$/);
    expect(sameBytes(harness.received[0]?.arrival.body ?? new Uint8Array(0), body)).toBe(true);
  });
});

describe('the counters', () => {
  it('are told when one has changed and not otherwise, and what is not stored is counted as such', async () => {
    const told: ListenerCounters[] = [];
    await start({
      limits: { checkMs: 2 },
      counted: (counters) => told.push(counters),
      receive: async ({ method }) =>
        method === 'PUT' ? { status: 507, headers: [], body: new Uint8Array(0), isUnstored: true } : okReply,
    });
    const sender = harness.connect();
    await sender.send(post('abc') + post('abc').replace('POST', 'PUT'));
    await sender.replied(2);
    await sender.send('FOO');
    await sender.closed;
    while (told.at(-1)?.openConnections !== 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(told.at(-1)).toEqual({
      ...noListenerCounters,
      connections: 1,
      captures: 2,
      refused: { ...noListenerCounters.refused, storage: 1, malformed: 1 },
    });
    expect(refusalCounts(harness.listener.counters)).toEqual([
      { cause: 'malformed', count: 1, words: 'not valid HTTP' },
      { cause: 'storage', count: 1, words: 'not stored' },
    ]);
    const before = told.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toHaveLength(before);
  });
});

describe('opening and closing', () => {
  it('says that a port is taken, and opens again after it was closed', async () => {
    await start();
    const second = createCaptureListener({ receive: async () => okReply, onBug: (error) => harness.bugs.push(error) });
    expect(await second.listen(harness.port)).toEqual({
      ok: false,
      failure: { code: 'port-in-use', port: harness.port },
    });
    expect(second.port).toBeNull();
    await harness.listener.close();
    expect(harness.listener.port).toBeNull();
    expect(await second.listen(harness.port)).toEqual({ ok: true, value: { port: harness.port } });
    await second.close();
    expect((await harness.listener.listen(0)).ok).toBe(true);
  });

  it('closes when everything read is stored: due replies go out, a half-read request is captured and told', async () => {
    const stored = gate();
    await start({
      async receive(_arrival, fixed) {
        await stored.opened;
        return fixed === null || fixed === 'unsent' ? okReply : fixed;
      },
    });
    const due = harness.connect();
    const half = harness.connect();
    const idle = harness.connect();
    await due.send(GET);
    await half.send(post('abcdef').slice(0, -2));
    await idle.send();
    while (harness.listener.counters.inFlightBytes < (GET + post('abcd')).length) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    let closed = false;
    const closing = harness.listener.close().then(() => {
      closed = true;
    });
    await idle.closed;
    expect(closed).toBe(false);
    stored.open();
    await closing;
    await Promise.all([due.closed, half.closed]);
    expect(due.statuses).toEqual([200]);
    expect(half.statuses).toEqual([503]);
    expect(harness.of(half)).toMatchObject([
      { arrival: { completeness: 'aborted', malformed: { code: 'closing' }, declaredBodyBytes: 6 } },
    ]);
    await harness.listener.listen(0);
  });
});
