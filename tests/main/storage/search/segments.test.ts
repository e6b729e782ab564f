import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../../src/core/bytes.ts';
import { finderOf } from '../../../../src/core/filter/match.ts';
import { readCandidates } from '../../../../src/main/storage/search/candidates.ts';
import { createSegmentBuilders } from '../../../../src/main/storage/search/segment-builder.ts';
import { createSegmentEncoding } from '../../../../src/main/storage/search/segment-encoding.ts';
import { writeSegment } from '../../../../src/main/storage/search/segment-file.ts';
import { encodePosting, keepPosting } from '../../../../src/main/storage/search/segment-format.ts';
import { mergeSegments } from '../../../../src/main/storage/search/segment-merging.ts';
import { DamagedSegment } from '../../../../src/main/storage/search/segment-reading.ts';
import { slotsOf } from '../../../../src/main/storage/search/slots.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const range = { first: 100, last: 163 };

/** The ids of a bitmap. */
function idsOf(bitmap: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 0; at < bitmap.length * 8; at++) {
    if (((bitmap[at >> 3] ?? 0) & (1 << (at & 7))) !== 0) ids.push(range.first + at);
  }
  return ids;
}

const newBuilder = createSegmentBuilders(createSegmentEncoding());

const byte = fc.constantFrom(0x41, 0x61, 0x62, 0x2d, 0xc3, 0x00);
const text = fc.array(byte, { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));

describe('a posting', () => {
  it('keeps exactly the rows of its bitmap', () => {
    const bitmap = fc.oneof(
      fc.uint8Array({ minLength: 200, maxLength: 200 }),
      fc.uniqueArray(fc.nat(1599), { maxLength: 30 }).map((rows) => {
        const bits = new Uint8Array(200);
        for (const row of rows) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
        return bits;
      }),
    );
    fc.assert(
      fc.property(bitmap, fc.uint8Array({ minLength: 200, maxLength: 200 }), (bits, before) => {
        const encoded = new Uint8Array(bits.length);
        const length = encodePosting(bits, encoded);
        const kept = before.slice();
        keepPosting(encoded.subarray(0, length), kept);
        expect(kept).toEqual(before.map((value, at) => value & (bits[at] ?? 0)));
      }),
    );
  });
});

describe('a segment', () => {
  it('names every capture that holds a needle', async () => {
    const folder = await tempDir();
    const captures = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: range.first, max: range.last }),
        texts: fc.array(text, { maxLength: 3 }),
        content: fc.option(text),
      }),
      { selector: ({ id }) => id, maxLength: 40 },
    );
    const needle = fc.array(fc.constantFrom(0x61, 0x62, 0x2d, 0xc3, 0x00), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(captures, fc.array(needle, { minLength: 1, maxLength: 3 }), (drawn, needles) => {
        const builder = newBuilder(range);
        const ascending = drawn.toSorted((a, b) => a.id - b.id);
        for (const { id, texts, content } of ascending) builder.add(id, texts, content);
        const name = writeSegment(folder, range, builder.finish(), 0);
        const groups = needles.map((bytes) => slotsOf(Uint8Array.from(bytes)));
        const candidates = readCandidates(folder, name, range, groups).map(idsOf);
        for (const [index, bytes] of needles.entries()) {
          const holds = finderOf(Uint8Array.from(bytes));
          for (const { id, texts, content } of ascending) {
            // What was not read may hold it.
            if (content !== null && ![...texts, content].some(holds)) continue;
            expect(candidates[index]).toContain(id);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out captures that hold nothing of it, long ones too', async () => {
    const folder = await tempDir();
    const builder = newBuilder(range);
    builder.add(100, [latin1Bytes('/orders')], latin1Bytes(`${'x'.repeat(16_380)}WANTED${'y'.repeat(16_380)}`));
    builder.add(101, [latin1Bytes('/orders')], latin1Bytes('want, and nothing else'));
    builder.add(103, [], latin1Bytes(`${'z'.repeat(40_000)}wanted`));
    const name = writeSegment(folder, range, builder.finish(), 0);
    const found = (needle: string) =>
      idsOf(readCandidates(folder, name, range, [slotsOf(latin1Bytes(needle))])[0] ?? new Uint8Array(0));
    expect(found('wanted')).toEqual([100, 103]);
    expect(found('xwantedy')).toEqual([100]);
    expect(found('absent')).toEqual([]);
    expect(found(`${'x'.repeat(300)}wanted`)).toEqual([100]);
  });

  it('has long bodies read by every search where there are too many of them', async () => {
    const folder = await tempDir();
    const builder = newBuilder(range);
    for (let id = range.first; id < range.first + 6; id++) builder.add(id, [], new Uint8Array(100_000).fill(0x78));
    const name = writeSegment(folder, range, builder.finish(), 0);
    const [candidates = new Uint8Array(0)] = readCandidates(folder, name, range, [slotsOf(latin1Bytes('absent'))]);
    // 32 further rows hold five of them.
    expect(idsOf(candidates)).toEqual([105]);
  });

  it('never loses a capture to a changed byte', async () => {
    const folder = await tempDir();
    const builder = newBuilder(range);
    for (let id = range.first; id <= range.last; id += 3)
      builder.add(id, [latin1Bytes('/orders')], latin1Bytes(`{"id":"evt_${id}"}`));
    builder.add(range.last, [], new Uint8Array(20_000).fill(0x78));
    const name = writeSegment(folder, range, builder.finish(), 0);
    const file = join(folder, name);
    const sound = new Uint8Array(await readFile(file));
    const groups = [slotsOf(latin1Bytes('evt_1')), slotsOf(latin1Bytes('xxxx'))];
    const before = readCandidates(folder, name, range, groups).map(idsOf);
    let noticed = 0;
    // Each byte of the header, and a spread of the others.
    const places = Array.from({ length: 600 }, (_, at) => (at < 40 ? at : Math.floor((at * sound.length) / 600)));
    for (const place of places) {
      const changed = sound.slice();
      changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
      await writeFile(file, changed);
      try {
        const after = readCandidates(folder, name, range, groups).map(idsOf);
        for (const [index, ids] of before.entries()) expect(after[index]).toEqual(expect.arrayContaining(ids));
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedSegment);
        noticed += 1;
      }
    }
    expect(noticed).toBeGreaterThanOrEqual(36);
    await writeFile(file, sound.subarray(0, 1000));
    expect(() => readCandidates(folder, name, range, groups)).toThrow(DamagedSegment);
    expect(() => readCandidates(folder, 'none', range, groups)).toThrow(DamagedSegment);
  });

  it('is the same made after another, larger or smaller or left half done, as made alone', () => {
    const made = (builderOf: typeof newBuilder, first: number, ids: number, bodyBytes: number, isLeft = false) => {
      const builder = builderOf({ first, last: first + ids - 1 });
      for (let id = first; id < first + ids; id += 2) {
        builder.add(id, [latin1Bytes(`/orders/${id}`)], new Uint8Array(bodyBytes).fill(id % 251));
      }
      return isLeft ? null : Buffer.from(builder.finish()).toString('base64');
    };
    const after = createSegmentBuilders(createSegmentEncoding());
    const sizes = [
      [64, 10],
      [2000, 10],
      [100, 40_000],
      [33, 10],
      [100, 40_000],
    ] as const;
    for (const [ids, bodyBytes] of sizes) {
      made(after, 1, 300, 20_000, true);
      expect(made(after, 1000, ids, bodyBytes)).toBe(
        made(createSegmentBuilders(createSegmentEncoding()), 1000, ids, bodyBytes),
      );
    }
  });

  it('takes a place that the disk does not read for damage', { skip: process.platform !== 'linux' }, () => {
    // Linux gives EIO where nothing is mapped, as at the beginning of this file.
    expect(() => readCandidates('/proc/self', 'mem', range, [[1]])).toThrow(DamagedSegment);
  });

  it('leaves room on the disk alone', async () => {
    const segment = newBuilder(range).finish();
    const folder = await tempDir();
    expect(() => writeSegment(folder, range, segment, Number.MAX_SAFE_INTEGER)).toThrow(
      expect.objectContaining({ code: 'ENOSPC' }),
    );
  });
});

describe('a segment made of others', () => {
  const encode = createSegmentEncoding();

  it('is the one that their captures give', async () => {
    const folder = await tempDir();
    const whole = { first: 96, last: 287 };
    const capture = fc.record({
      id: fc.integer({ min: whole.first, max: whole.last }),
      text,
      // Some need further rows, and some are read by every search.
      content: fc.oneof(
        text,
        fc.constantFrom(null, new Uint8Array(40_000).fill(0x78), new Uint8Array(17_000).fill(0x2d)),
      ),
    });
    const captures = fc.uniqueArray(capture, { selector: ({ id }) => id, maxLength: 30 });
    fc.assert(
      fc.property(captures, fc.constantFrom(24, 64, 192), (drawn, ids) => {
        const ascending = drawn.toSorted((a, b) => a.id - b.id);
        const built = (first: number, last: number): Uint8Array => {
          const builder = newBuilder({ first, last });
          for (const each of ascending) {
            if (each.id >= first && each.id <= last) builder.add(each.id, [each.text], each.content);
          }
          return builder.finish();
        };
        const parts = Array.from({ length: (whole.last - whole.first + 1) / ids }, (_, at) => {
          const part = { first: whole.first + at * ids, last: whole.first + (at + 1) * ids - 1 };
          return { ...part, name: writeSegment(folder, part, built(part.first, part.last), 0) };
        });
        // One in which there is no capture may be missing.
        const some = parts.filter(({ first, last }) => ascending.some(({ id }) => id >= first && id <= last));
        const directly = Buffer.from(built(whole.first, whole.last));
        for (const merged of [parts, some]) {
          expect(directly.equals(mergeSegments(encode, folder, whole, merged))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is not made of a changed one, which it names', async () => {
    const folder = await tempDir();
    const halves = [
      { first: 0, last: 31 },
      { first: 32, last: 63 },
    ];
    const parts = halves.map((half) => {
      const builder = newBuilder(half);
      builder.add(half.first, [latin1Bytes('/orders')], latin1Bytes('a body'));
      return { ...half, name: writeSegment(folder, half, builder.finish(), 0) };
    });
    const changed = parts[1]?.name ?? '';
    const bytes = await readFile(join(folder, changed));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(join(folder, changed), bytes);
    expect(() => mergeSegments(encode, folder, { first: 0, last: 63 }, parts)).toThrow(
      expect.objectContaining({ segment: changed }),
    );
  });
});
