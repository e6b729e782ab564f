import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes } from '../../../src/core/bytes.ts';
import { parseRawRequest } from '../../../src/core/http/raw-message.ts';
import { type BodyFraming, framingOf } from '../../../src/main/capture/body-framing.ts';
import { ByteQueue } from '../../../src/main/capture/byte-queue.ts';
import { chunkedBody } from '../../support/chunked-body.ts';

const CHUNKED = [['Transfer-Encoding', 'chunked']] as const;
const NO_LIMIT = 1e9;

/** Feeds `bytes` in pieces cut at `cuts`, as long as the framing takes all of a piece. */
function feedInPieces(framing: BodyFraming, bytes: Uint8Array, cuts: readonly number[]): number {
  const edges = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  let used = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const piece = bytes.subarray(edges[i], edges[i + 1]);
    const taken = framing.feed(piece);
    used += taken;
    if (taken < piece.length) break;
  }
  return used;
}

const cuts = fc.array(fc.nat(400), { maxLength: 8 });

describe('the end of a body', () => {
  it('is found wherever the bytes are cut, and its content is what the file parser reads', () => {
    fc.assert(
      fc.property(chunkedBody, fc.uint8Array({ maxLength: 20 }), cuts, (body, after, at) => {
        const framing = framingOf(CHUNKED, NO_LIMIT);
        expect(feedInPieces(framing, concatBytes([body, after]), at)).toBe(body.length);
        expect(framing).toMatchObject({ done: true, over: false });
        const file = concatBytes([latin1Bytes('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'), body]);
        const parsed = parseRawRequest(file);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
        expect(framing.contentOf(body)).toEqual(parsed.value.body);
        expect(framing.contentBytes).toBe(parsed.value.body.length);
      }),
    );
  });

  it('is passed over when the limit is, at exactly that much content', () => {
    fc.assert(
      fc.property(chunkedBody, cuts, fc.integer({ min: 1, max: 100 }), (body, at, limit) => {
        const whole = framingOf(CHUNKED, NO_LIMIT).contentOf(body);
        const framing = framingOf(CHUNKED, limit);
        const used = feedInPieces(framing, body, at);
        expect(framing.over).toBe(whole.length > limit);
        expect(framing.contentOf(body.subarray(0, used))).toEqual(whole.subarray(0, limit));
      }),
    );
  });

  it('by length is where the length says, up to the limit', () => {
    const lengths = fc.record({ declared: fc.nat(60), limit: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(lengths, fc.uint8Array({ maxLength: 80 }), cuts, ({ declared, limit }, bytes, at) => {
        const framing = framingOf([['content-length', `${declared}`]], limit);
        const used = feedInPieces(framing, bytes, at);
        expect(used).toBe(Math.min(bytes.length, declared, limit));
        expect(framing.done).toBe(used === declared);
        expect(framing.over).toBe(declared > limit && used === limit);
      }),
    );
  });

  it.each(['zz\r\n', '\r\n', '-1\r\n', '3\r\nabcX', '0\r\n\rX', '12345678901234\r\n', ' 1\r\n'])(
    'is never found in %j',
    (bytes) => {
      const framing = framingOf(CHUNKED, NO_LIMIT);
      const after = latin1Bytes(`${bytes}0\r\n\r\n0\r\n\r\n`);
      expect(framing.feed(after)).toBe(after.length);
      expect(framing.done).toBe(false);
    },
  );
});

describe('ByteQueue', () => {
  it('gives back what was pushed, whatever the sizes', () => {
    const parts = fc.array(fc.uint8Array({ size: 'max', maxLength: 3000 }), { maxLength: 40 });
    fc.assert(
      fc.property(parts, fc.nat(20_000), (pushed, length) => {
        const whole = concatBytes(pushed);
        const queue = new ByteQueue();
        for (const part of pushed) queue.push(part);
        expect(queue.length).toBe(whole.length);
        queue.truncate(length);
        queue.push(latin1Bytes('end'));
        const owned = queue.takeOwned();
        expect(owned).toEqual(concatBytes([whole.subarray(0, length), latin1Bytes('end')]));
        expect(owned.buffer.byteLength).toBe(owned.length);
        expect(queue.length).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('holds a million one-byte parts in little more than a megabyte of blocks', () => {
    const queue = new ByteQueue();
    for (let i = 0; i < 1_000_000; i++) queue.push(Uint8Array.of(i));
    const all = queue.takeAll();
    expect(all).toHaveLength(1_000_000);
    expect(all[999_999]).toBe(999_999 % 256);
  });

  it('is blank as long as it holds only line breaks', () => {
    const queue = new ByteQueue();
    expect(queue.isBlank).toBe(true);
    queue.push(latin1Bytes('\r\n'));
    queue.push(latin1Bytes('\n'));
    expect(queue.isBlank).toBe(true);
    queue.push(latin1Bytes(' '));
    expect(queue.isBlank).toBe(false);
    queue.push(latin1Bytes('\n'));
    expect(queue.isBlank).toBe(false);
    queue.takeAll();
    expect(queue.isBlank).toBe(true);
    queue.push(latin1Bytes('a'));
    queue.truncate(0);
    expect(queue.isBlank).toBe(true);
  });
});
