import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../../src/core/bytes.ts';
import { finderOf } from '../../../../src/core/filter/match.ts';
import { createSegmentBuilders } from '../../../../src/main/storage/search/segment-builder.ts';
import { DamagedSegment, readCandidates, writeSegment } from '../../../../src/main/storage/search/segment-file.ts';
import { encodePosting, keepPosting } from '../../../../src/main/storage/search/segment-format.ts';
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

const newBuilder = createSegmentBuilders();

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
    const after = createSegmentBuilders();
    const sizes = [
      [64, 10],
      [2000, 10],
      [100, 40_000],
      [33, 10],
      [100, 40_000],
    ] as const;
    for (const [ids, bodyBytes] of sizes) {
      made(after, 1, 300, 20_000, true);
      expect(made(after, 1000, ids, bodyBytes)).toBe(made(createSegmentBuilders(), 1000, ids, bodyBytes));
    }
  });

  it('leaves room on the disk alone', async () => {
    const segment = newBuilder(range).finish();
    const folder = await tempDir();
    expect(() => writeSegment(folder, range, segment, Number.MAX_SAFE_INTEGER)).toThrow(
      expect.objectContaining({ code: 'ENOSPC' }),
    );
  });
});
