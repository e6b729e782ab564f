import { crc32 } from 'node:zlib';
import { FOLD } from '../../../core/filter/match.ts';
import {
  bitmapBytes,
  CRC_BYTES,
  encodePosting,
  FURTHER_OFFSET,
  furtherBytes,
  headerOf,
  type IdRange,
  mostFurtherRows,
  PART_BYTES,
  tableOffset,
} from './segment-format.ts';
import { createSegmentMemory, type SegmentMemory } from './segment-memory.ts';
import { GRAM_BYTES, OVERLAP_BYTES, SLOTS, slotOf } from './slots.ts';

/** Rows collected before their bits go into the bitmaps, which lie far apart: 32 bits of each at a time. */
const GROUP = 32;

/** A file grows by so much. */
const FILE_STEP_BYTES = 256 * 1024;

/** Collects a range of captures into a segment. Ids must ascend; missing ones have no bits. */
export interface SegmentBuilder {
  /** `texts` and `content` are searched each by itself: a needle lies in one of them. null: every search reads it. */
  add(id: number, texts: readonly Uint8Array[], content: Uint8Array | null): void;
  /** The segment's file, until the next builder begins. */
  finish(): Uint8Array;
}

/** Makes one builder after the other, in the same memory: the beginning of one is the end of the one before. */
export function createSegmentBuilders(): (range: IdRange) => SegmentBuilder {
  const memory = { rows: createSegmentMemory(), further: createSegmentMemory(), file: createSegmentMemory() };

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
        const bitmap = new Uint8Array(size + Math.ceil(further.length / 8));
        const postings = FURTHER_OFFSET + furtherBytes(further.length);
        const most = postings + SLOTS * (bitmap.length + CRC_BYTES);
        const head = Buffer.alloc(postings);
        headerOf(range, further.length).copy(head);
        let offset = FURTHER_OFFSET;
        for (const at of further) offset = head.writeUInt32LE(at, offset);
        offset = head.writeUInt32LE(crc32(head.subarray(FURTHER_OFFSET, offset)), offset);
        const file = memory.file.zeroed(postings, most);
        const posting = Buffer.alloc(bitmap.length + CRC_BYTES);
        for (let slot = 0; slot < SLOTS; slot++) {
          head.writeUInt32LE(offset, tableOffset(slot));
          rows.copy(slot, bitmap.subarray(0, size));
          furtherRows?.copy(slot, bitmap.subarray(size));
          const bytes = encodePosting(bitmap, posting);
          const end = posting.writeUInt32LE(crc32(posting.subarray(0, bytes), slot), bytes);
          if (file.byteLength < offset + end) file.resize(Math.min(most, offset + end + FILE_STEP_BYTES));
          new Uint8Array(file, offset, end).set(posting.subarray(0, end));
          offset += end;
        }
        head.writeUInt32LE(offset, tableOffset(SLOTS));
        new Uint8Array(file, 0, head.length).set(head);
        return new Uint8Array(file, 0, offset);
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
  /** The first bytes of a slot's bitmap. */
  copy(slot: number, into: Uint8Array): void;
}

function createBitmaps(rows: number, memory: SegmentMemory): Bitmaps {
  /** A slot's bitmap in bytes. */
  const width = Math.ceil(rows / GROUP) * (GROUP / 8);
  const bitmaps = new DataView(memory.zeroed(SLOTS * width, SLOTS * width));
  const group = new Uint32Array(SLOTS);
  let current = 0;
  let isEmpty = true;

  function flush(): void {
    if (isEmpty) return;
    for (let slot = 0; slot < SLOTS; slot++) {
      const bits = group[slot] ?? 0;
      if (bits !== 0) bitmaps.setUint32(slot * width + current * 4, bits, true);
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
    copy(slot, into) {
      flush();
      into.set(new Uint8Array(bitmaps.buffer, slot * width, into.length));
    },
  };
}
