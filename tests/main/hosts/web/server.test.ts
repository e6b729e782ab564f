import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  engine = createFakeEngine();
  const served = await serveWeb({ engine, rendererDir, port: 0, log: pino({ level: 'silent' }), token: TOKEN });
  if (!served.ok) throw new Error(served.failure.code);
  host = served.value;
});

afterEach(async () => {
  await host.close();
  await rm(rendererDir, { recursive: true });
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
