import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CaptureSummary } from '../../../../src/core/capture.ts';
import { decodePageFrame, encodeFrame, MAX_FRAME_BYTES, type PageFrame } from '../../../../src/core/wire.ts';
import { serveWeb, type WebHost } from '../../../../src/main/hosts/web/server.ts';
import { createFakeEngine, type FakeEngine } from '../../../support/fake-engine.ts';

const TOKEN = 'correct-token-correct-token-correct-token-0';

let rendererDir: string;
let engine: FakeEngine;
let host: WebHost;

beforeEach(async () => {
  rendererDir = await mkdtemp(join(tmpdir(), 'hookproof-web-'));
  await writeFile(join(rendererDir, 'index.html'), '<title>own page</title>');
  await writeFile(join(rendererDir, 'index.js.map'), '{}');
  await writeFile(join(rendererDir, '..', 'hookproof-outside.html'), 'outside');
  engine = createFakeEngine();
  const served = await serveWeb({ engine, rendererDir, port: 0, log: pino({ level: 'silent' }), token: TOKEN });
  if (!served.ok) throw new Error(served.failure.code);
  host = served.value;
});

afterEach(async () => {
  await host.close();
  await rm(rendererDir, { recursive: true });
});

/** Everything the server writes in answer to these bytes, until it closes or has answered with a head and a body. */
async function raw(lines: readonly string[]): Promise<string> {
  const socket = connect(host.port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const upgraded = new Promise<string>((resolve) => {
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (seen.startsWith('HTTP/1.1 101')) resolve(seen);
    });
  });
  const answer = await Promise.race([upgraded, text(socket)]);
  socket.destroy();
  return answer;
}

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

describe('who is let in', () => {
  const own = (): string => `127.0.0.1:${host.port}`;
  const cases: readonly { what: string; status: number; lines: () => string[] }[] = [
    { what: 'the own page', status: 200, lines: () => ['GET / HTTP/1.1', `Host: ${own()}`, 'Connection: close'] },
    {
      what: 'the own page under localhost, opened from a terminal',
      status: 200,
      lines: () => ['GET / HTTP/1.1', `Host: localhost:${host.port}`, 'Sec-Fetch-Site: none', 'Connection: close'],
    },
    {
      what: 'a link on another site, followed by a person',
      status: 200,
      lines: () => [
        'GET / HTTP/1.1',
        `Host: ${own()}`,
        'Sec-Fetch-Site: cross-site',
        'Sec-Fetch-Mode: navigate',
        'Sec-Fetch-Dest: document',
        'Connection: close',
      ],
    },
    { what: 'the own WebSocket', status: 101, lines: () => socketLines({}) },
    { what: 'no token', status: 401, lines: () => socketLines({ protocol: 'hookproof' }) },
    { what: 'a wrong token', status: 401, lines: () => socketLines({ protocol: 'hookproof, wrong' }) },
    {
      what: 'the token in the query',
      status: 404,
      lines: () => socketLines({ target: `/bridge?token=${TOKEN}`, protocol: 'hookproof' }),
    },
    { what: 'another host name', status: 421, lines: () => ['GET / HTTP/1.1', 'Host: evil.example'] },
    { what: 'localhost without the port', status: 421, lines: () => ['GET / HTTP/1.1', 'Host: localhost'] },
    {
      what: 'a name that starts with localhost',
      status: 421,
      lines: () => ['GET / HTTP/1.1', `Host: localhost.evil.example:${host.port}`],
    },
    {
      what: 'two Host headers',
      status: 421,
      lines: () => ['GET / HTTP/1.1', `Host: ${own()}`, 'Host: evil.example'],
    },
    { what: 'no Host (HTTP/1.0)', status: 421, lines: () => ['GET / HTTP/1.0'] },
    { what: 'no Host (HTTP/1.1)', status: 421, lines: () => ['GET / HTTP/1.1'] },
    {
      what: 'a text/plain POST of another site',
      status: 403,
      lines: () => [
        'POST / HTTP/1.1',
        `Host: ${own()}`,
        'Origin: http://evil.example',
        'Content-Type: text/plain',
        'Content-Length: 0',
      ],
    },
    {
      what: 'a sandboxed frame (Origin: null) that has the token',
      status: 403,
      lines: () => socketLines({ origin: 'null' }),
    },
    {
      what: 'an image on another site',
      status: 403,
      lines: () => ['GET / HTTP/1.1', `Host: ${own()}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'],
    },
    {
      what: 'a frame on another site',
      status: 403,
      lines: () => [
        'GET / HTTP/1.1',
        `Host: ${own()}`,
        'Sec-Fetch-Site: cross-site',
        'Sec-Fetch-Mode: navigate',
        'Sec-Fetch-Dest: iframe',
      ],
    },
    {
      what: 'a page on another local port',
      status: 403,
      lines: () => socketLines({ origin: 'http://127.0.0.1:3000' }),
    },
    {
      what: 'a preflight of another site',
      status: 403,
      lines: () => [
        'OPTIONS / HTTP/1.1',
        `Host: ${own()}`,
        'Origin: http://evil.example',
        'Access-Control-Request-Method: POST',
      ],
    },
    {
      what: 'a WebSocket of another site',
      status: 403,
      lines: () => socketLines({ origin: 'http://evil.example' }),
    },
    { what: 'a WebSocket without an Origin', status: 403, lines: () => socketLines({ origin: null }) },
    {
      what: 'a form POST with the right origin',
      status: 405,
      lines: () => [
        'POST / HTTP/1.1',
        `Host: ${own()}`,
        `Origin: http://${own()}`,
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: 0',
      ],
    },
    {
      what: 'an absolute-form target',
      status: 400,
      lines: () => [`GET http://${own()}/ HTTP/1.1`, `Host: ${own()}`],
    },
    ...[
      '/../hookproof-outside.html',
      '/%2e%2e/hookproof-outside.html',
      '/..%5chookproof-outside.html',
      '//etc/passwd',
    ].map((target) => ({
      what: `the path ${target}`,
      status: 404,
      lines: () => [`GET ${target} HTTP/1.1`, `Host: ${own()}`],
    })),
    { what: 'a source map', status: 404, lines: () => ['GET /index.js.map HTTP/1.1', `Host: ${own()}`] },
  ];

  function socketLines(change: { target?: string; protocol?: string; origin?: string | null }): string[] {
    const origin = change.origin === undefined ? `http://${own()}` : change.origin;
    return [
      `GET ${change.target ?? '/bridge'} HTTP/1.1`,
      `Host: ${own()}`,
      ...UPGRADE,
      `Sec-WebSocket-Protocol: ${change.protocol ?? `hookproof, ${TOKEN}`}`,
      ...(origin === null ? [] : [`Origin: ${origin}`]),
    ];
  }

  for (const { what, status, lines } of cases) {
    it(`${what}: ${status}`, async () => {
      const answer = await raw(lines());
      expect(answer.split('\r\n', 1)[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).not.toMatch(/access-control-/i);
      expect(answer).not.toContain(TOKEN);
      expect(answer).not.toContain('outside');
      if (status !== 101) {
        expect(answer).toMatch(/^X-Content-Type-Options: nosniff\r$/m);
        expect(answer).toMatch(/^Cache-Control: no-store\r$/m);
        expect(answer).toMatch(
          /^Content-Security-Policy: default-src 'none'; script-src 'self';.*frame-ancestors 'none'/m,
        );
      }
    });
  }

  it('says why to a person whose tunnel changes the port', async () => {
    expect(await raw(['GET / HTTP/1.1', 'Host: localhost:9999'])).toContain(`http://127.0.0.1:${host.port}`);
  });

  it('answers wrong tokens late once there are more than five within a second', async () => {
    const started = performance.now();
    const wrong = () => raw(socketLines({ protocol: 'hookproof, wrong' }));
    const answers = await Promise.all(Array.from({ length: 6 }, wrong));
    expect(answers.every((answer) => answer.startsWith('HTTP/1.1 401'))).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(await raw(socketLines({}))).toMatch(/^HTTP\/1\.1 101/);
  });
});

describe('a page’s socket', () => {
  async function open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/bridge`, ['hookproof', TOKEN], {
      origin: `http://127.0.0.1:${host.port}`,
      maxPayload: MAX_FRAME_BYTES,
    });
    await once(socket, 'open');
    return socket;
  }

  function frames(socket: WebSocket): PageFrame[] {
    const seen: PageFrame[] = [];
    socket.on('message', (data) => {
      const frame = decodePageFrame(data as Buffer);
      if (frame !== undefined) seen.push(frame);
    });
    return seen;
  }

  it('names the protocol and never the token back', async () => {
    const socket = await open();
    expect(socket.protocol).toBe('hookproof');
    socket.terminate();
  });

  it.each([
    ['text', 1003, 'frames are binary', (socket: WebSocket) => socket.send('{"kind":"call"}')],
    ['bytes that are no frame', 1003, 'not a call frame', (socket: WebSocket) => socket.send(Uint8Array.of(0xc1))],
    [
      'a reply',
      1003,
      'not a call frame',
      (socket: WebSocket) => socket.send(encodeFrame({ kind: 'reply', id: 1, outcome: { ok: true } })),
    ],
    ['a frame over the limit', 1009, '', (socket: WebSocket) => socket.send(new Uint8Array(MAX_FRAME_BYTES + 1))],
  ])('is closed for %s, with the reason', async (_what, code, reason, send) => {
    const socket = await open();
    const closed = once(socket, 'close');
    // The server ends the connection while the rest of an oversized frame is still being written.
    socket.on('error', (error) => expect(error.message).toMatch(/EPIPE|ECONNRESET/));
    send(socket);
    const [seenCode, seenReason] = await closed;
    expect([code, 1006]).toContain(seenCode);
    if (seenCode === code) expect(String(seenReason)).toBe(reason);
  });

  it('takes its subscriptions along when it goes', async () => {
    const socket = await open();
    expect(engine.listenerCount()).toBeGreaterThan(0);
    socket.close();
    await once(socket, 'close');
    await expect.poll(() => engine.listenerCount()).toBe(0);
  });

  it('is told to list again, once, after a flood that it did not read', async () => {
    const socket = await open();
    const seen = frames(socket);
    socket.pause();
    const rows = Array.from({ length: 200 }, (_, index) => rowOf(index + 1));
    // 40 MB of rows: far more than the kernel's socket buffers and the server's own bound hold.
    for (let batch = 0; batch < 200; batch++) engine.emit('captures.changed', { rows });
    engine.emit('listener.changed', { kind: 'starting' });
    engine.emit('listener.changed', { kind: 'failed', port: 8787, detail: 'the newest' });
    socket.resume();
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toMatchObject({ name: 'captures.removed' });
    const names = seen.flatMap((frame) => (frame.kind === 'event' ? [frame.name] : []));
    expect(names.filter((name) => name === 'captures.changed').length).toBeLessThan(100);
    expect(names.filter((name) => name === 'captures.removed')).toHaveLength(1);
    expect(seen.filter((frame) => frame.kind === 'event' && frame.name === 'listener.changed')).toEqual([
      { kind: 'event', name: 'listener.changed', event: { kind: 'failed', port: 8787, detail: 'the newest' } },
    ]);
    engine.emit('captures.changed', { rows: [rowOf(1)] });
    await expect.poll(() => seen.at(-1)).toMatchObject({ name: 'captures.changed' });
    socket.terminate();
  });
});

it('says that a port is taken', async () => {
  const log = pino({ level: 'silent' });
  expect(await serveWeb({ engine, rendererDir, port: host.port, log })).toEqual({
    ok: false,
    failure: { code: 'port-in-use', port: host.port },
  });
});

it('makes a new token of 256 bits for each start', async () => {
  const log = pino({ level: 'silent' });
  const urls = await Promise.all(
    [1, 2].map(async () => {
      const served = await serveWeb({ engine, rendererDir, port: 0, log });
      if (!served.ok) throw new Error(served.failure.code);
      await served.value.close();
      return served.value.url;
    }),
  );
  for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  expect(urls[0]?.slice(-43)).not.toBe(urls[1]?.slice(-43));
});

function rowOf(id: number): CaptureSummary {
  return {
    id,
    kind: 'request',
    endpointId: 'catch-all',
    receivedAt: 1_800_000_000_000,
    via: 'local',
    method: 'POST',
    target: `/${'x'.repeat(1000)}`,
    httpVersion: '1.1',
    contentType: 'application/json',
    eventType: null,
    deliveryId: null,
    deliveryAttempt: null,
    bodyBytes: 2,
    rawBytes: 100,
    bodySha256: '0'.repeat(64),
    completeness: 'complete',
    malformed: null,
    replyStatus: 200,
    replyMs: 1,
    replyLabel: null,
    verdicts: [],
  };
}
