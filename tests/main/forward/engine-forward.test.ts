import { describe, expect, it } from 'vitest';
import type { CaptureSummary } from '../../../src/core/capture.ts';
import type { QueuedTarget } from '../../../src/core/forward/queue.ts';
import { defaultReplySettings } from '../../../src/core/reply/reply-settings.ts';
import type { Engine, EngineOptions } from '../../../src/main/engine.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../../support/engine.ts';
import { tempDir } from '../../support/temp-dir.ts';
import {
  forwardSettings,
  forwardTarget,
  type RawTarget,
  sendRaw,
  setForward,
  startRawTarget,
  status,
} from './support.ts';

interface Started {
  readonly engine: Engine;
  readonly url: string;
  readonly dir: string;
}

async function started(options: Partial<EngineOptions> = {}): Promise<Started> {
  const dir = await tempDir();
  const engine = await startEngine(dir, options);
  return { engine, url: await captureUrl(engine), dir };
}

const post = async (url: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
};

/** The row of a capture once it says what answered. */
async function labelled(engine: Engine, id: number): Promise<CaptureSummary> {
  const has = (row: CaptureSummary) => row.id === id && row.replyLabel !== null && row.replyStatus !== null;
  const next = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some(has));
  const got = await engine.handlers['captures.get']({ id });
  if (got.ok && has(got.value)) return got.value;
  const row = (await next).rows.find(has);
  if (row === undefined) throw new Error('the event has no such row');
  return row;
}

const queueOf = (engine: Engine) => engine.handlers['queue.list']({ limit: 100 });
const queueBecomes = (engine: Engine, matches: (targets: readonly QueuedTarget[]) => boolean) =>
  nextEvent(engine, 'queue.changed', ({ targets }) => matches(targets));
const attemptsOf = (engine: Engine, captureId: number) => engine.handlers['attempts.list']({ captureId, limit: 100 });

/** A port at which nothing listens now. */
async function downPort(): Promise<number> {
  const target = await startRawTarget();
  await target.stop();
  return target.port;
}

async function deliverNow(engine: Engine): Promise<number> {
  return unwrap(await engine.handlers['queue.deliverNow']({ target: null })).count;
}

describe('a capture that is forwarded', () => {
  it('goes out and comes back byte for byte, but for the stated rules', async () => {
    const { engine, url } = await started();
    const target = await startRawTarget();
    target.reply = [
      'HTTP/1.1 207 Whatever\r\n',
      'x-MiXed: 1\r\nX-mixed: 2\r\nConnection: close, X-Hop\r\nX-Hop: gone\r\nKeep-Alive: timeout=5\r\n',
      'Set-Cookie: a=1\r\nset-cookie: b=\u00e9\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n',
      '3\r\n\u0000\u00ff\u0080\r\n2\r\nhi\r\n0\r\nX-T: gone\r\n\r\n',
    ].join('');
    await setForward(engine, forwardSettings([forwardTarget(target.origin)]));
    const got = await sendRaw(
      url,
      'PUT /a%2fb/../c?x=1&y=%00 HTTP/1.1\r\nHost: sender.example\r\nX-a: 1\r\nx-A: 2\r\nConnection: close\r\nContent-Length: 4\r\n\r\n\u0001\u00ffab',
    );
    const [request = ''] = target.requests;
    const via = /\r\nVia: (1\.1 hookproof-[0-9a-f]{16})\r\n/.exec(request)?.[1];
    expect(request).toBe(
      `PUT /a%2fb/../c?x=1&y=%00 HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\nX-a: 1\r\nx-A: 2\r\nConnection: close\r\nContent-Length: 4\r\nVia: ${via}\r\n\r\n\u0001\u00ffab`,
    );
    const [head = '', body] = [got.slice(0, got.indexOf('\r\n\r\n')), got.slice(got.indexOf('\r\n\r\n') + 4)];
    const lines = head.split('\r\n').filter((line) => !line.startsWith('Date:'));
    expect(lines).toEqual([
      'HTTP/1.1 207 Multi-Status',
      'x-MiXed: 1',
      'X-mixed: 2',
      'Set-Cookie: a=1',
      'set-cookie: b=\u00e9',
      'Content-Length: 5',
      'Connection: close',
    ]);
    expect(body).toBe('\u0000\u00ff\u0080hi');
    const row = await labelled(engine, 1);
    expect(row).toMatchObject({ replyStatus: 207 });
    expect(row.replyLabel).toMatch(/^forwarded to http:\/\/127\.0\.0\.1:\d+ \(207 in \d+ ms\)$/);
    const detail = unwrap(await engine.handlers['captures.get']({ id: 1 }));
    expect(detail.reply).toMatchObject({ source: 'forward', bodyBytes: 5 });
    const [attempt] = await attemptsOf(engine, 1);
    expect(attempt).toMatchObject({
      origin: { kind: 'forward', captureId: 1, targetId: 't1', mayBeTwice: false },
      outcome: { kind: 'replied', status: 207 },
    });
    expect((await queueOf(engine)).targets).toEqual([]);
  });

  it('brings back errors of its target as they are', async () => {
    const { engine, url } = await started();
    const target = await startRawTarget(0, 'HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nlow');
    await setForward(engine, forwardSettings([forwardTarget(`${target.origin}/hook`)]));
    const response = await fetch(`${url}/x?q=1`, { method: 'POST', body: 'b' });
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '7', 'low']);
    expect(target.requests[0]).toMatch(/^POST \/hook\?q=1 HTTP/);
    expect((await queueOf(engine)).deliveries).toEqual([]);
  });

  it.each([true, false])('gives its sender the fallback for a 101 that nobody asked for (queue: %s)', async (queue) => {
    const { engine, url } = await started();
    const target = await startRawTarget();
    target.reply = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
    await setForward(engine, forwardSettings([forwardTarget(target.origin)], { queue }));
    expect(await post(url, 'x')).toEqual({ status: 202, text: 'kept' });
    expect((await queueOf(engine)).deliveries.map(({ last }) => last)).toEqual(
      queue ? [expect.objectContaining({ kind: 'replied', status: 101 })] : [],
    );
  });

  it('keeps the place of Content-Length, and the length that a reply to HEAD names', async () => {
    const { engine, url } = await started();
    const target = await startRawTarget(0, 'HTTP/1.1 200 OK\r\nA: 1\r\ncontent-length: 2\r\nB: 2\r\n\r\nok');
    await setForward(engine, forwardSettings([forwardTarget(target.origin)]));
    const ask = (method: string) => sendRaw(url, `${method} / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(await ask('GET')).toMatch(/^HTTP\/1\.1 200 OK\r\nA: 1\r\ncontent-length: 2\r\nB: 2\r\n[\s\S]*\r\n\r\nok$/);
    target.reply = 'HTTP/1.1 200 OK\r\nA: 1\r\ncontent-length: 77\r\nB: 2\r\n\r\n';
    expect(await ask('HEAD')).toMatch(/^HTTP\/1\.1 200 OK\r\nA: 1\r\ncontent-length: 77\r\nB: 2\r\n[\s\S]*\r\n\r\n$/);
  });

  it('is cut at 8 MiB on its way back, and says so', async () => {
    const { engine, url } = await started();
    const bytes = 8 * 1024 * 1024 + 5;
    const target = await startRawTarget(0, `HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${'a'.repeat(bytes)}`);
    await setForward(engine, forwardSettings([forwardTarget(target.origin)]));
    const { status: code, text } = await post(url, 'x');
    expect([code, text.length]).toEqual([200, 8 * 1024 * 1024]);
    expect((await labelled(engine, 1)).replyLabel).toContain('cut at 8 MiB');
  });
});

describe('a target that is down', () => {
  it('leaves the fallback to the sender, and gets everything once and in order when it is up', async () => {
    const { engine, url } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)]));
    for (const body of ['1', '2', '3']) expect(await post(url, body)).toEqual({ status: 202, text: 'kept' });
    expect((await labelled(engine, 1)).replyLabel).toMatch(
      /^queued for http:\/\/127\.0\.0\.1:\d+: Nothing is listening/,
    );
    expect((await labelled(engine, 3)).replyLabel).toMatch(/, 2 before it$/);
    const { deliveries, targets } = await queueOf(engine);
    expect(deliveries.map(({ captureId, state, tries }) => [captureId, state, tries])).toEqual([
      [1, 'waiting', 1],
      [2, 'waiting', 0],
      [3, 'waiting', 0],
    ]);
    expect(deliveries[0]?.mayBeTwice).toBe(false);
    expect(targets).toMatchObject([{ endpointId: 'catch-all', targetId: 't1', waiting: 3, stopped: 0 }]);
    const target = await startRawTarget(port);
    const empty = queueBecomes(engine, (all) => all.length === 0);
    expect(await deliverNow(engine)).toBe(3);
    await empty;
    expect(target.bodies).toEqual(['1', '2', '3']);
    expect((await attemptsOf(engine, 1)).map(({ outcome }) => outcome.kind)).toEqual(['replied', 'failed']);
    expect(await post(url, '4')).toEqual({ status: 200, text: 'ok' });
    expect(target.bodies).toEqual(['1', '2', '3', '4']);
  });

  it('keeps what waits when the history is cleared', async () => {
    const { engine, url } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)]));
    await post(url, 'still here');
    unwrap(await engine.handlers['captures.clear']({ filter: {} }));
    unwrap(await engine.handlers['captures.clear']({ filter: {} }));
    const target = await startRawTarget(port);
    const empty = queueBecomes(engine, (all) => all.length === 0);
    await deliverNow(engine);
    await empty;
    expect(target.bodies).toEqual(['still here']);
  });

  it('has nothing queued for it where the user does not want that', async () => {
    const { engine, url } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)], { queue: false }));
    expect((await post(url, 'x')).status).toBe(202);
    expect((await labelled(engine, 1)).replyLabel).toMatch(/^not forwarded: Nothing is listening/);
    expect((await queueOf(engine)).deliveries).toEqual([]);
  });

  it('counts one that answers with a 5xx by choice, and one that is silent too long', async () => {
    const { engine, url } = await started();
    const failing = await startRawTarget(0, status(502));
    const settings = { queueServerErrors: true, timeoutMs: 300 };
    await setForward(engine, forwardSettings([forwardTarget(failing.origin)], settings));
    expect((await post(url, 'x')).status).toBe(202);
    expect((await labelled(engine, 1)).replyLabel).toMatch(/answered with 502$/);
    expect((await queueOf(engine)).deliveries).toMatchObject([{ captureId: 1, refusals: 1, mayBeTwice: false }]);
    unwrap(await engine.handlers['queue.drop']({ target: { endpointId: 'catch-all', targetId: 't1' } }));
    failing.reply = null;
    expect((await post(url, 'y')).status).toBe(202);
    expect((await queueOf(engine)).deliveries).toMatchObject([
      { captureId: 2, refusals: 0, mayBeTwice: true, last: { failure: { code: 'target-timeout' } } },
    ]);
  });

  it('loses nothing over a stop and a start', async () => {
    const { engine, url, dir } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)]));
    for (const body of ['1', '2']) await post(url, body);
    const before = await queueOf(engine);
    await engine.close();
    const target = await startRawTarget(port);
    const next = await startEngine(dir);
    expect(await queueOf(next)).toEqual(before);
    await deliverNow(next);
    await target.got(2);
    expect(target.bodies).toEqual(['1', '2']);
  });
});

describe('a stop while a target thinks', () => {
  it('cuts it off after a moment, and the capture waits for the next start', async () => {
    const { engine, url, dir } = await started();
    const target = await startRawTarget(0, null);
    await setForward(engine, forwardSettings([forwardTarget(target.origin)]));
    const asked = post(url, 'x').catch(() => null);
    await target.got(1);
    await engine.close();
    expect((await asked)?.status).not.toBe(200);
    target.reply = status(200);
    const next = await startEngine(dir);
    await target.got(2);
    expect(target.bodies).toEqual(['x', 'x']);
    const attempts = await attemptsOf(next, 1);
    expect(attempts.at(-1)?.outcome.kind).toBe('failed');
  });
});

describe('several targets', () => {
  async function three(): Promise<readonly [RawTarget, RawTarget, RawTarget]> {
    return [await startRawTarget(0, status(201)), await startRawTarget(0, status(204)), await startRawTarget()];
  }

  it('all get a capture, and the first one’s reply is the sender’s', async () => {
    const { engine, url } = await started();
    const [a, b] = await three();
    await setForward(
      engine,
      forwardSettings([forwardTarget(a.origin, { id: 'a' }), forwardTarget(`${b.origin}/b`, { id: 'b' })]),
    );
    expect((await post(`${url}/p`, 'x')).status).toBe(201);
    await b.got(1);
    expect([a.bodies, b.bodies, b.requests[0]?.split(' ')[1]]).toEqual([['x'], ['x'], '/b']);
  });

  it('are chosen by the event type, with a default for what no other takes', async () => {
    const { engine, url } = await started();
    const [push, rest, all] = await three();
    await setForward(
      engine,
      forwardSettings([
        forwardTarget(push.origin, { id: 'push', eventTypes: ['push'] }),
        forwardTarget(rest.origin, { id: 'rest', isDefault: true }),
      ]),
    );
    const github = (event: string) => ({ 'X-GitHub-Event': event, 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` });
    expect((await post(url, '{}', github('push'))).status).toBe(201);
    expect((await post(url, '{}', github('issues'))).status).toBe(204);
    expect([push.requests.length, rest.requests.length]).toEqual([1, 1]);
    await setForward(engine, forwardSettings([forwardTarget(all.origin, { eventTypes: ['push'] })]));
    expect(await post(url, '{}', github('issues'))).toEqual({ status: 200, text: 'ok\n' });
    expect((await labelled(engine, 3)).replyLabel).toBe('not forwarded: no target takes “issues”');
    expect(all.requests).toEqual([]);
  });

  it('wait for one that is down each on its own', async () => {
    const { engine, url } = await started();
    const [a] = await three();
    const port = await downPort();
    await setForward(
      engine,
      forwardSettings([forwardTarget(a.origin, { id: 'a' }), forwardTarget(`http://127.0.0.1:${port}`, { id: 'b' })]),
    );
    const failed = queueBecomes(engine, ([one]) => one?.last?.kind === 'failed' && !one.isSending);
    expect((await post(url, 'x')).status).toBe(201);
    await failed;
    const b = await startRawTarget(port);
    await deliverNow(engine);
    await b.got(1);
    expect([a.bodies, b.bodies]).toEqual([['x'], ['x']]);
  });
});

describe('a sender', () => {
  it.each([
    ['http://127.0.0.1:1/evil?q=1', '/evil?q=1'],
    ['//127.0.0.1:1/evil', '//127.0.0.1:1/evil'],
    ['/../../etc/passwd', '/../../etc/passwd'],
    ['/@127.0.0.1:1/', '/@127.0.0.1:1/'],
  ])('that asks for %s does not choose the target', async (asked, path) => {
    const { engine, url } = await started();
    const target = await startRawTarget();
    await setForward(engine, forwardSettings([forwardTarget(target.origin)]));
    const request = `GET ${asked} HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(url, request)).toMatch(/^HTTP\/1\.1 200 /);
    expect(target.requests[0]).toMatch(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\n`);
    await setForward(engine, forwardSettings([forwardTarget(`${target.origin}/in/here`)]));
    expect(await sendRaw(url, request)).toMatch(/^HTTP\/1\.1 200 /);
    expect(target.requests[1]?.split(/[ ?]/)[1]).toBe('/in/here');
  });
});

describe('what may not be sent to', () => {
  it('is not asked, and the capture waits until the user has seen to it', async () => {
    const { engine, url } = await started();
    await setForward(engine, forwardSettings([forwardTarget('http://192.0.2.7/hook')]));
    expect((await post(url, 'x')).status).toBe(202);
    expect((await labelled(engine, 1)).replyLabel).toBe(
      'not sent to http://192.0.2.7/hook: http://192.0.2.7 is not this machine.',
    );
    expect((await queueOf(engine)).deliveries).toMatchObject([
      { captureId: 1, state: 'stopped', tries: 0, last: { failure: { code: 'target-unconfirmed' } } },
    ]);
    expect(await attemptsOf(engine, 1)).toEqual([]);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'])('is our own capture port at %s', async (host) => {
    const { engine, url } = await started();
    const { port } = new URL(url);
    await setForward(engine, forwardSettings([forwardTarget(`http://${host}:${port}/`)]));
    expect((await post(url, 'x')).status).toBe(202);
    expect((await queueOf(engine)).deliveries).toMatchObject([
      { state: 'stopped', last: { failure: { code: 'target-loops', how: 'capture-port' } } },
    ]);
    expect((await engine.handlers['captures.list']({ filter: {}, before: null, limit: 9 })).total).toBe(1);
  });

  it('is our own control port', async () => {
    const control = await startRawTarget();
    const { engine, url } = await started({ controlPorts: () => [control.port] });
    await setForward(engine, forwardSettings([forwardTarget(control.origin)]));
    expect((await post(url, 'x')).status).toBe(202);
    expect((await queueOf(engine)).deliveries).toMatchObject([{ last: { failure: { code: 'target-forbidden' } } }]);
    expect(control.requests).toEqual([]);
  });

  it('is what comes back here by a way that nobody knows of', async () => {
    const { engine, url } = await started();
    // A proxy that passes everything on to the capture port, as a tunnel does.
    const { createServer, connect } = await import('node:net');
    const proxy = createServer((socket) => {
      const on = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pipe(on).pipe(socket);
      for (const one of [socket, on]) one.on('error', () => one.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${address.port}`)]));
    expect((await post(url, 'x')).status).toBe(508);
    expect((await labelled(engine, 2)).replyLabel).toMatch(/^a loop/);
    expect((await engine.handlers['captures.list']({ filter: {}, before: null, limit: 9 })).total).toBe(2);
    proxy.close();
  });
});

describe('a target as it is typed', () => {
  it.each([
    ['ftp://a/', 'not-http'],
    ['http://u:p@a/', 'has-credentials'],
    ['http://a/#b', 'has-fragment'],
    ['127.0.0.1:3000', 'not-a-url'],
  ])('is refused as %s', async (url, problem) => {
    const { engine } = await started();
    const replying = { ...defaultReplySettings, forward: forwardSettings([forwardTarget(url)]) };
    const saved = await engine.handlers['endpoints.update']({ id: 'catch-all', replying });
    expect(saved).toEqual({ ok: false, failure: { code: 'target-invalid', url, problem } });
  });
});

describe('what waits for a target that is gone', () => {
  it('stops and stays until it is dropped', async () => {
    const { engine, url } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)]));
    for (const body of ['1', '2']) await post(url, body);
    const gone = queueBecomes(engine, ([one]) => one?.stopped === 2);
    await setForward(engine, null);
    expect((await gone).targets).toMatchObject([
      { url: null, waiting: 0, stopped: 2, last: { failure: { code: 'forward-target-gone' } } },
    ]);
    const deliveries = [{ captureId: 1, targetId: 't1' }];
    expect(unwrap(await engine.handlers['queue.drop']({ deliveries })).count).toBe(1);
    expect((await queueOf(engine)).deliveries).toMatchObject([{ captureId: 2 }]);
  });

  it('goes at once to the new URL where the target has another one', async () => {
    const { engine, url } = await started();
    const port = await downPort();
    await setForward(engine, forwardSettings([forwardTarget(`http://127.0.0.1:${port}`)]));
    await post(url, 'x');
    const target = await startRawTarget();
    await setForward(engine, forwardSettings([forwardTarget(`${target.origin}/new`)]));
    await target.got(1);
    expect(target.requests[0]).toMatch(/^POST \/new /);
  });
});
