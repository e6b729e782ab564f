import { crc32 } from 'node:zlib';
import {
  bitmapBytes,
  CRC_BYTES,
  encodePosting,
  FURTHER_OFFSET,
  furtherBytes,
  headerOf,
  type IdRange,
  tableOffset,
} from './segment-format.ts';
import { createSegmentMemory } from './segment-memory.ts';
import { SLOTS } from './slots.ts';

/** A file in memory grows by so much. */
const STEP_BYTES = 256 * 1024;

/** Encodes a segment's file. `further`: the captures of the further rows; `fill`: puts a slot's rows, further ones behind, into a bitmap of zeros. */
export type EncodeSegment = (
  range: IdRange,
  further: readonly number[],
  fill: (slot: number, bitmap: Uint8Array) => void,
) => Uint8Array;

/** Encodes one file after the other, in the same memory: the beginning of one is the end of the one before. */
export function createSegmentEncoding(): EncodeSegment {
  const memory = createSegmentMemory();
  return (range, further, fill) => {
    const bitmap = new Uint8Array(bitmapBytes(range) + Math.ceil(further.length / 8));
    const postings = FURTHER_OFFSET + furtherBytes(further.length);
    const most = postings + SLOTS * (bitmap.length + CRC_BYTES);
    const head = Buffer.alloc(postings);
    headerOf(range, further.length).copy(head);
    let offset = FURTHER_OFFSET;
    for (const at of further) offset = head.writeUInt32LE(at, offset);
    offset = head.writeUInt32LE(crc32(head.subarray(FURTHER_OFFSET, offset)), offset);
    const file = memory.zeroed(postings, most);
    const posting = Buffer.alloc(bitmap.length + CRC_BYTES);
    for (let slot = 0; slot < SLOTS; slot++) {
      head.writeUInt32LE(offset, tableOffset(slot));
      bitmap.fill(0);
      fill(slot, bitmap);
      const bytes = encodePosting(bitmap, posting);
      const end = posting.writeUInt32LE(crc32(posting.subarray(0, bytes), slot), bytes);
      if (file.byteLength < offset + end) file.resize(Math.min(most, offset + end + STEP_BYTES));
      new Uint8Array(file, offset, end).set(posting.subarray(0, end));
      offset += end;
    }
    head.writeUInt32LE(offset, tableOffset(SLOTS));
    new Uint8Array(file, 0, head.length).set(head);
    return new Uint8Array(file, 0, offset);
  };
}
