import { FOLD } from '../../../core/filter/match.ts';
import type { EncodeSegment } from './segment-encoding.ts';
import { bitmapBytes, type IdRange, mostFurtherRows, PART_BYTES } from './segment-format.ts';
import { createSegmentMemory, type SegmentMemory } from './segment-memory.ts';
import { GRAM_BYTES, OVERLAP_BYTES, SLOTS, slotOf } from './slots.ts';

/** Rows collected before their bits go into the bitmaps, which lie far apart: 32 bits of each at a time. */
const GROUP = 32;

/** Collects a range of captures into a segment. Ids must ascend; missing ones have no bits. */
export interface SegmentBuilder {
  /** `texts` and `content` are searched each by itself: a needle lies in one of them. null: every search reads it. */
  add(id: number, texts: readonly Uint8Array[], content: Uint8Array | null): void;
  /** The segment's file, until the next one is encoded. */
  finish(): Uint8Array;
}

/** Makes one builder after the other, in the same memory: the beginning of one is the end of the one before. */
export function createSegmentBuilders(encode: EncodeSegment): (range: IdRange) => SegmentBuilder {
  const memory = { rows: createSegmentMemory(), further: createSegmentMemory() };

  return (range) => {
    const rows = createBitmaps(range.last - range.first + 1, memory.rows);
    const mostFurther = mostFurtherRows(range);
    const further: number[] = [];
    let furtherRows: Bitmaps | null = null;

    return {
      add(id, texts, content) {
        const at = id - range.first;
        const parts = content === null ? 0 : Math.max(1, Math.ceil(content.length / PART_BYTES));
        for (const text of texts) rows.add(at, text);
        if (content === null || further.length + parts - 1 > mostFurther) return rows.addAll(at);
        rows.add(at, content.subarray(0, PART_BYTES + OVERLAP_BYTES));
        for (let part = 1; part < parts; part++) {
          furtherRows ??= createBitmaps(mostFurther, memory.further);
          const from = part * PART_BYTES;
          furtherRows.add(further.length, content.subarray(from, from + PART_BYTES + OVERLAP_BYTES));
          further.push(at);
        }
      },
      finish() {
        const size = bitmapBytes(range);
        return encode(range, further, (slot, bitmap) => {
          const hasRows = rows.copy(slot, bitmap, 0, size);
          const hasFurther = furtherRows?.copy(slot, bitmap, size, bitmap.length) ?? false;
          return hasRows || hasFurther;
        });
      },
    };
  };
}

/** A bitmap of rows for each slot. */
interface Bitmaps {
  /** The row falls into the slots of these bytes. */
  add(row: number, bytes: Uint8Array): void;
  /** It falls into every slot. */
  addAll(row: number): void;
  /** Puts the first bytes of a slot's bitmap there; false, and nothing, when no row falls into it. */
  copy(slot: number, into: Uint8Array, start: number, end: number): boolean;
}

function createBitmaps(rows: number, memory: SegmentMemory): Bitmaps {
  /** A slot's bitmap in bytes. */
  const width = Math.ceil(rows / GROUP) * (GROUP / 8);
  const bitmaps = new DataView(memory.zeroed(SLOTS * width, SLOTS * width));
  const group = new Uint32Array(SLOTS);
  const isUsed = new Uint8Array(SLOTS);
  let current = 0;
  let isEmpty = true;

  function flush(): void {
    if (isEmpty) return;
    for (let slot = 0; slot < SLOTS; slot++) {
      const bits = group[slot] ?? 0;
      if (bits === 0) continue;
      bitmaps.setUint32(slot * width + current * 4, bits, true);
      isUsed[slot] = 1;
    }
    group.fill(0);
    isEmpty = true;
  }

  /** The bit of a row in its group. */
  function enter(row: number): number {
    const entered = Math.floor(row / GROUP);
    if (entered !== current) flush();
    current = entered;
    isEmpty = false;
    return 1 << (row % GROUP);
  }

  return {
    add(row, bytes) {
      const bit = enter(row);
      let gram = ((FOLD[bytes[0] ?? 0] ?? 0) << 8) | (FOLD[bytes[1] ?? 0] ?? 0);
      for (let at = GRAM_BYTES - 1; at < bytes.length; at++) {
        gram = ((gram << 8) | (FOLD[bytes[at] ?? 0] ?? 0)) & 0xff_ffff;
        const slot = slotOf(gram);
        group[slot] = (group[slot] ?? 0) | bit;
      }
    },
    addAll(row) {
      const bit = enter(row);
      for (let slot = 0; slot < SLOTS; slot++) group[slot] = (group[slot] ?? 0) | bit;
    },
    copy(slot, into, start, end) {
      flush();
      if (isUsed[slot] === 0) return false;
      into.set(new Uint8Array(bitmaps.buffer, slot * width, end - start), start);
      return true;
    },
  };
}
