import { BroadcastChannel } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail } from '../../../src/core/result.ts';
import { createDecoding, type DecodeTask, type DecodingOptions } from '../../../src/main/decoding/decoding.ts';
import { unwrap } from '../../support/engine.ts';
import { programUrl } from '../../support/programs.ts';

const own = programUrl('decode');
const odd = programUrl('odd-decode');

function start(worker: URL, limits: DecodingOptions['limits'] = {}) {
  const decoding = createDecoding({ worker, log: pino({ level: 'silent' }), limits });
  onTestFinished(() => decoding.close());
  return decoding;
}

const task = (bytes: Uint8Array | string): DecodeTask => ({
  bytes: Uint8Array.from(typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
  codings: ['gzip'],
  incomplete: false,
});
const ended = (cause: string) => fail({ code: 'decoding-ended', cause });

describe('decoding', () => {
  it('answers from a worker that is gone afterwards', async () => {
    const decoding = start(own, { timeMs: 60_000 });
    const { bytes, cut, problem } = unwrap(await decoding.decode(task(gzipSync('text'))));
    expect([Buffer.from(bytes).toString(), cut, problem]).toEqual(['text', false, null]);
  });

  it('ends a worker that does not end by itself', async () => {
    const decoding = start(odd, { timeMs: 1 });
    expect(await decoding.decode(task('spin'))).toEqual(ended('time'));
  });

  it('outlives a worker that goes away, and takes the next body', async () => {
    const decoding = start(odd, { timeMs: 60_000 });
    expect(await decoding.decode(task('exit'))).toEqual(ended('fault'));
    expect(await decoding.decode(task('exit'))).toEqual(ended('fault'));
  });

  it('ends a worker that takes more memory than it may', async () => {
    const decoding = start(odd, { heapMiB: 16, timeMs: 60_000 });
    expect(await decoding.decode(task('memory'))).toEqual(ended('memory'));
  });

  it('lets only so many wait, and ends all of them when it closes', async () => {
    const decoding = start(odd, { concurrent: 1, waiting: 1, timeMs: 60_000 });
    const begun = new Promise((resolve) => {
      const channel = new BroadcastChannel('odd-decode-worker');
      channel.onmessage = () => {
        channel.close();
        resolve(undefined);
      };
    });
    const running = decoding.decode(task('spin'));
    const waiting = decoding.decode(task('spin'));
    await begun;
    expect(await decoding.decode(task('spin'))).toEqual(ended('busy'));
    await decoding.close();
    expect(await Promise.all([running, waiting])).toEqual([ended('closing'), ended('closing')]);
    expect(await decoding.decode(task('spin'))).toEqual(ended('closing'));
  });
});
