import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContentCoding, decodingWords, MAX_DECODED_BYTES } from '../../../src/core/view/content-coding.ts';
import { undoCodings } from '../../../src/main/decoding/undo-coding.ts';

const encoders: Record<string, { coding: ContentCoding; encode: (bytes: Uint8Array) => Uint8Array }> = {
  gzip: { coding: 'gzip', encode: gzipSync },
  'deflate with its wrapper': { coding: 'deflate', encode: deflateSync },
  'deflate without its wrapper': { coding: 'deflate', encode: deflateRawSync },
  brotli: {
    coding: 'br',
    encode: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  },
  zstd: { coding: 'zstd', encode: zstdCompressSync },
};

/** Numbered lines: what is lost of them shows. Large enough for several blocks of every coding. */
const lines = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i} ${(i * 7919) % 1000}`).join('\n'));
const MiB = 1024 * 1024;

describe.each(Object.entries(encoders))('%s', (_, { coding, encode }) => {
  it('gives back every byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        const decoded = await undoCodings(encode(bytes), [coding], false);
        expect(decoded).toEqual({ bytes, cut: false, problem: null });
      }),
      { numRuns: 25 },
    );
    expect(Buffer.from((await undoCodings(encode(lines), [coding], false)).bytes).equals(lines)).toBe(true);
  });

  it('gives what came before an early end, and says so unless the rest is known to be missing', async () => {
    const encoded = encode(lines);
    const half = encoded.subarray(0, encoded.length - 20);
    const decoded = await undoCodings(half, [coding], false);
    expect(decoded.problem).toEqual({ coding, what: 'ends-early' });
    expect(decodingWords(decoded)).toMatch(/^The \w+ data ends too early\. This is what came before its end\.$/);
    expect(decoded.bytes.length).toBeGreaterThan(lines.length / 2);
    expect(lines.subarray(0, decoded.bytes.length).equals(decoded.bytes)).toBe(true);
    expect(await undoCodings(half, [coding], true)).toEqual({ ...decoded, problem: null });
  });

  it('stops a bomb at the bound, within bounded memory', async () => {
    const bomb = encode(Buffer.alloc(64 * MiB));
    expect(bomb.length).toBeLessThan(80_000);
    const before = process.memoryUsage().rss;
    const { bytes, cut, problem } = await undoCodings(bomb, [coding], false);
    expect([bytes.length, cut, problem]).toEqual([MAX_DECODED_BYTES, true, null]);
    // The bound, the pieces it is put together from, and room for the rest of the process.
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MiB);
  });

  it('says of other data that it is not that coding', async () => {
    const decoded = await undoCodings(Buffer.from('{"plain":"JSON, as many proxies leave it"}'), [coding], false);
    expect(decoded.bytes).toHaveLength(0);
    expect(decodingWords(decoded)).toBe(`Content-Encoding says ${coding}, but the body is not. Shown as stored.`);
  });

  it('decodes nothing of nothing', async () => {
    const decoded = await undoCodings(new Uint8Array(), [coding], false);
    expect(decoded.problem).toEqual({ coding, what: 'ends-early' });
    expect(decodingWords(decoded)).toMatch(/ends before anything can be decoded/);
  });

  it('never throws, and never gives more than the bound, whatever a body is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(40), async (noise, at) => {
        const body = encode(lines.subarray(0, 2000)).slice(0, 600);
        body.set(noise.subarray(0, body.length - at), at);
        const { bytes } = await undoCodings(body, [coding], false);
        expect(bytes.length).toBeLessThanOrEqual(MAX_DECODED_BYTES);
      }),
      { numRuns: 25 },
    );
  });
});

describe('damage', () => {
  it('loses nothing in front of it, however short the body is', async () => {
    const decoded = await undoCodings(
      Buffer.concat([gzipSync('{"short":true}'), Buffer.from('trailing')]),
      ['gzip'],
      false,
    );
    expect(Buffer.from(decoded.bytes).toString()).toBe('{"short":true}');
    expect(decodingWords(decoded)).toBe('The gzip data is damaged. This is what came before the damage.');
  });
});

describe('more than one member or coding', () => {
  it('reads 200 gzip members as one body', async () => {
    const members = Array.from({ length: 200 }, (_, index) => gzipSync(`${index},`));
    const { bytes, problem } = await undoCodings(Buffer.concat(members), ['gzip'], false);
    expect(problem).toBeNull();
    expect(Buffer.from(bytes).toString()).toBe(Array.from({ length: 200 }, (_, index) => `${index},`).join(''));
  });

  it('undoes the last coding first', async () => {
    const body = brotliCompressSync(gzipSync('twice'));
    expect(Buffer.from((await undoCodings(body, ['gzip', 'br'], false)).bytes).toString()).toBe('twice');
  });

  it('stops a bomb inside a bomb', async () => {
    const inner = gzipSync(gzipSync(Buffer.alloc(64 * MiB)));
    expect(inner.length).toBeLessThan(400);
    const { bytes, cut } = await undoCodings(inner, ['gzip', 'gzip'], false);
    expect([bytes.length, cut]).toEqual([MAX_DECODED_BYTES, true]);
    // The outer one alone is over the bound: what is cut off it is no fault of the inner one.
    const wide = await undoCodings(gzipSync(gzipSync(Buffer.alloc(16 * MiB), { level: 0 })), ['gzip', 'gzip'], false);
    expect([wide.cut, wide.problem]).toEqual([true, null]);
  });

  it('refuses a zstd window larger than RFC 9659 allows', async () => {
    const params = { [constants.ZSTD_c_windowLog]: 27 };
    const decoded = await undoCodings(zstdCompressSync(Buffer.alloc(64 * MiB), { params }), ['zstd'], false);
    expect(decoded.problem).toEqual({ coding: 'zstd', what: 'window' });
    expect(decodingWords(decoded)).toMatch(/more than 8 MiB of memory/);
  });
});
