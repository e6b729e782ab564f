import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineProcess, startEngineProcess } from '../../soak/engine-process.ts';

/**
 * The real engine with its real limits, in a process whose memory is its own. Bounds are over what it takes idle, which is 190 MB
 * here: TypeScript sources are compiled in four threads, where a build has them ready (155 MB idle, 420 MB at its most here).
 */
let engine: EngineProcess;
let idleRss: number;
let dataDir: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hookproof-memory-'));
  engine = await startEngineProcess(dataDir);
  idleRss = (await engine.figures()).rss;
});
afterEach(async () => {
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const MiB = 1024 * 1024;
const piece = Buffer.alloc(256 * 1024, 'x');

/** Chunks of 1 and of 1024 bytes, a piece of them or a little more. */
const byTurns = Buffer.from(`1\r\nx\r\n400\r\n${'x'.repeat(1024)}\r\n`.repeat(Math.ceil(piece.length / 1037)));

interface Upload {
  readonly status: number;
  readonly got: string;
  readonly sentBytes: number;
}

/** Writes a body of any length as fast as it is taken, made on the fly, until the reply comes or the connection is gone. */
function upload(head: string, bodyBytes: number, frame: (piece: Buffer) => Buffer = (bytes) => bytes): Promise<Upload> {
  return new Promise((resolve) => {
    const socket = net.connect({ port: engine.port, host: '127.0.0.1' });
    let got = '';
    let sentBytes = 0;
    const write = (): void => {
      while (got === '' && sentBytes < bodyBytes && !socket.destroyed) {
        const part = piece.subarray(0, Math.min(piece.length, bodyBytes - sentBytes));
        sentBytes += part.length;
        if (!socket.write(frame(part))) return;
      }
      if (got !== '') socket.end();
    };
    socket.on('connect', () => {
      socket.write(head);
      write();
    });
    // In a turn of its own: a write that succeeds at once drains at once, and the reply would never be read.
    socket.on('drain', () => setImmediate(write));
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
      socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(got)?.[1] ?? 0), got, sentBytes }));
  });
}

async function idle(): Promise<Awaited<ReturnType<EngineProcess['figures']>>> {
  for (;;) {
    const figures = await engine.figures();
    if (figures.counters.openConnections === 0 && figures.counters.inFlightBytes === 0) return figures;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the memory of the engine', () => {
  it('takes 60 bodies of 30 MB at once in 400 MB: some are stored, the rest comes again', async () => {
    const bytes = 30_000_000;
    const head = `POST /hook HTTP/1.1\r\nHost: h\r\nContent-Length: ${bytes}\r\n\r\n`;
    const uploads = await Promise.all(Array.from({ length: 60 }, () => upload(head, bytes)));
    const { peakRss, counters } = await idle();
    const stored = uploads.filter(({ status }) => status === 200).length;
    expect(new Set(uploads.map(({ status }) => status))).toEqual(new Set([200, 503]));
    for (const { status, got } of uploads) if (status === 503) expect(got).toMatch(/\r\nRetry-After: \d/);
    expect(counters).toMatchObject({ connections: 60, droppedConnections: 0, captures: 60 });
    expect(counters.refused.memory).toBe(60 - stored);
    expect((peakRss - idleRss) / MiB).toBeLessThan(400);
  }, 60_000);

  it.each<[string, string, ((bytes: Buffer) => Buffer) | undefined, number]>([
    ['with its length', 'Content-Length: 1500000000', undefined, 250],
    [
      'in chunks',
      'Transfer-Encoding: chunked',
      (bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
      // Its content is kept apart from its chunks: everything twice.
      400,
    ],
    // Small parts between large ones were once kept in 16 KiB each.
    ['in chunks of 1 and of 1024 bytes by turns', 'Transfer-Encoding: chunked', () => byTurns, 400],
  ])(
    'takes a body of 1.5 GB %s and stays small: 413 before 40 MB are read',
    async (_, header, frame, boundMiB) => {
      const { status, sentBytes } = await upload(
        `POST /hook HTTP/1.1\r\nHost: h\r\n${header}\r\n\r\n`,
        1_500_000_000,
        frame,
      );
      const { peakRss, counters } = await idle();
      expect(status).toBe(413);
      // What lies in the sockets' buffers of both sides was never read.
      expect(sentBytes).toBeLessThan(48_000_000);
      expect(counters.refused['body-too-long']).toBe(1);
      expect((peakRss - idleRss) / MiB).toBeLessThan(boundMiB);
    },
    60_000,
  );
});
