import { crc32 } from 'node:zlib';
import { SLOTS } from './slots.ts';

/**
 * A segment tells of each slot which of a range of captures fall into it. Little-endian:
 *
 *     8 bytes   `hkpseg01`
 *     f64 f64   the first and the last id
 *     u32       the number of slots
 *     u32       CRC-32 of all before it
 *     u32 …     where each slot's posting begins, from the start of the file, and where the last one ends
 *     postings  one a slot, each followed by the CRC-32 of its bytes, seeded with the slot
 *
 * A posting is a bitmap (bit n: the nth id of the range) or, where that is shorter, gaps: each byte says how many ids to
 * skip before the next one that is in; 255 skips 255 and names none. Every posting has a checksum, the empty ones too:
 * a flipped bit must not hide a capture, and neither file systems nor SQLite check what they read.
 */
export const HEADER_BYTES = 32;
const MAGIC = Buffer.from('hkpseg01', 'latin1');
export const CRC_BYTES = 4;

export interface IdRange {
  readonly first: number;
  readonly last: number;
}

export function bitmapBytes({ first, last }: IdRange): number {
  return Math.ceil((last - first + 1) / 8);
}

export function headerOf({ first, last }: IdRange): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeDoubleLE(first, 8);
  header.writeDoubleLE(last, 16);
  header.writeUInt32LE(SLOTS, 24);
  header.writeUInt32LE(crc32(header.subarray(0, 28)), 28);
  return header;
}

/** Where the table says where the posting of a slot begins. */
export function tableOffset(slot: number): number {
  return HEADER_BYTES + slot * Uint32Array.BYTES_PER_ELEMENT;
}

/** Writes a bitmap's posting to `into`, which has room for the bitmap; gives its length. */
export function encodePosting(bitmap: Uint8Array, into: Uint8Array): number {
  let length = 0;
  let next = 0;
  for (let byte = 0; byte < bitmap.length; byte++) {
    for (let bits = bitmap[byte] ?? 0; bits !== 0; bits &= bits - 1) {
      const index = byte * 8 + 31 - Math.clz32(bits & -bits);
      for (next = index - next; next >= 0xff; next -= 0xff) {
        if (length >= bitmap.length) break;
        into[length++] = 0xff;
      }
      // As long as the bitmap it would be taken for one.
      if (length + 1 >= bitmap.length) {
        into.set(bitmap);
        return bitmap.length;
      }
      into[length++] = next;
      next = index + 1;
    }
  }
  return length;
}

/** Clears in `kept` what the posting does not have. */
export function keepPosting(posting: Uint8Array, kept: Uint8Array): void {
  if (posting.length === kept.length) {
    for (let byte = 0; byte < kept.length; byte++) kept[byte] = (kept[byte] ?? 0) & (posting[byte] ?? 0);
    return;
  }
  const bitmap = new Uint8Array(kept.length);
  let at = 0;
  for (const gap of posting) {
    at += gap;
    if (gap === 0xff) continue;
    if (at >= kept.length * 8) break;
    bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
    at += 1;
  }
  for (let byte = 0; byte < kept.length; byte++) kept[byte] = (kept[byte] ?? 0) & (bitmap[byte] ?? 0);
}
