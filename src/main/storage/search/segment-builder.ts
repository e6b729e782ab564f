import { crc32 } from 'node:zlib';
import { FOLD } from '../../../core/filter/match.ts';
import { bitmapBytes, CRC_BYTES, encodePosting, headerOf, type IdRange, tableOffset } from './segment-format.ts';
import { GRAM_BYTES, SLOTS, slotOf } from './slots.ts';

/** Captures collected before their bits go into the bitmaps, which lie far apart: 32 bits of each at a time. */
const GROUP = 32;

/** Collects a range of captures into a segment. Ids must ascend; missing ones have no bits. */
export interface SegmentBuilder {
  /** Parts are searched each by itself: a needle lies in one of them. */
  add(id: number, parts: readonly Uint8Array[]): void;
  /** The capture stays a candidate of every search. */
  addUnread(id: number): void;
  /** The segment's file. */
  finish(): Uint8Array;
}

export function createSegmentBuilder(range: IdRange): SegmentBuilder {
  /** A slot's bitmap in bytes, rounded up to whole groups. */
  const width = Math.ceil(bitmapBytes(range) / 4) * 4;
  const bitmaps = new DataView(new ArrayBuffer(SLOTS * width));
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

  /** The bit of an id in its group. */
  function enter(id: number): number {
    const at = id - range.first;
    const entered = Math.floor(at / GROUP);
    if (entered !== current) flush();
    current = entered;
    isEmpty = false;
    return 1 << (at % GROUP);
  }

  return {
    add(id, parts) {
      const bit = enter(id);
      for (const bytes of parts) {
        let gram = ((FOLD[bytes[0] ?? 0] ?? 0) << 8) | (FOLD[bytes[1] ?? 0] ?? 0);
        for (let at = GRAM_BYTES - 1; at < bytes.length; at++) {
          gram = ((gram << 8) | (FOLD[bytes[at] ?? 0] ?? 0)) & 0xff_ffff;
          const slot = slotOf(gram);
          group[slot] = (group[slot] ?? 0) | bit;
        }
      }
    },
    addUnread(id) {
      const bit = enter(id);
      for (let slot = 0; slot < SLOTS; slot++) group[slot] = (group[slot] ?? 0) | bit;
    },
    finish() {
      flush();
      const size = bitmapBytes(range);
      const file = Buffer.alloc(tableOffset(SLOTS + 1) + SLOTS * (size + CRC_BYTES));
      headerOf(range).copy(file);
      let offset = tableOffset(SLOTS + 1);
      for (let slot = 0; slot < SLOTS; slot++) {
        file.writeUInt32LE(offset, tableOffset(slot));
        const bitmap = new Uint8Array(bitmaps.buffer, slot * width, size);
        const end = offset + encodePosting(bitmap, file.subarray(offset, offset + size));
        file.writeUInt32LE(crc32(file.subarray(offset, end), slot), end);
        offset = end + CRC_BYTES;
      }
      file.writeUInt32LE(offset, tableOffset(SLOTS));
      return file.subarray(0, offset);
    },
  };
}
