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

/** Copied faster by hand. */
const SHORT_BYTES = 32;

/**
 * Encodes a segment's file. `further`: the captures of the further rows; `fill`: puts a slot's rows, further ones behind, into a bitmap
 * of zeros, and says whether there are any.
 */
export type EncodeSegment = (
  range: IdRange,
  further: readonly number[],
  fill: (slot: number, bitmap: Uint8Array) => boolean,
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
    // It is as long as the file is.
    const bytes = new Uint8Array(file);
    const posting = Buffer.alloc(bitmap.length + CRC_BYTES);
    let isClean = true;
    for (let slot = 0; slot < SLOTS; slot++) {
      head.writeUInt32LE(offset, tableOffset(slot));
      if (!isClean) bitmap.fill(0);
      isClean = !fill(slot, bitmap);
      const length = isClean ? 0 : encodePosting(bitmap, posting);
      // The CRC-32 of nothing is its seed.
      const end = posting.writeUInt32LE(length === 0 ? slot : crc32(posting.subarray(0, length), slot), length);
      if (file.byteLength < offset + end) file.resize(Math.min(most, offset + end + STEP_BYTES));
      if (length > SHORT_BYTES) bytes.set(posting.subarray(0, end), offset);
      else for (let at = 0; at < end; at++) bytes[offset + at] = posting[at] ?? 0;
      offset += end;
    }
    head.writeUInt32LE(offset, tableOffset(SLOTS));
    bytes.set(head);
    return bytes.subarray(0, offset);
  };
}
