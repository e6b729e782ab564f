import { crc32 } from 'node:zlib';
import { SLOTS } from './slots.ts';

/**
 * A segment tells of each slot which of a range of captures fall into it. Little-endian:
 *
 *     8 bytes   `hkpseg01`
 *     f64 f64   the first and the last id
 *     u32       the number of slots
 *     u32       the number of further rows
 *     u32       CRC-32 of all before it
 *     u32 …     where each slot's posting begins, from the start of the file, and where the last one ends
 *     u32 …     the capture of each further row, as its distance from the first id; then the CRC-32 of these
 *     postings  one a slot, each followed by the CRC-32 of its bytes, seeded with the slot
 *
 * Each id has a row, in order. A long body has further rows, one for each `PART_BYTES` of it: else it would fall into so many
 * slots that every search reads it. They begin on a byte of their own.
 *
 * A posting is a bitmap of the rows or, where that is shorter, gaps: each byte says how many rows to skip before the next one
 * that is in; 255 skips 255 and names none. Every posting has a checksum, the empty ones too: a flipped bit must not hide a
 * capture, and neither file systems nor SQLite check what they read.
 */
const MAGIC = Buffer.from('hkpseg01', 'latin1');
export const HEADER_BYTES = 36;
export const CRC_BYTES = 4;
const U32 = Uint32Array.BYTES_PER_ELEMENT;

/** A row's share of a body; `OVERLAP_BYTES` of the next one's are in it too. */
export const PART_BYTES = 16_384;

export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** Of one bit an id. */
export function bitmapBytes({ first, last }: IdRange): number {
  return Math.ceil((last - first + 1) / 8);
}

/** Further rows a segment may have: 64 MiB of long bodies for 8,192 captures. */
export function mostFurtherRows({ first, last }: IdRange): number {
  return Math.ceil((last - first + 1) / 2);
}

export function headerOf({ first, last }: IdRange, furtherRows: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeDoubleLE(first, 8);
  header.writeDoubleLE(last, 16);
  header.writeUInt32LE(SLOTS, 24);
  header.writeUInt32LE(furtherRows, 28);
  header.writeUInt32LE(crc32(header.subarray(0, 32)), 32);
  return header;
}

/** How many further rows a header tells of; null when it is not the header of a segment of this range. */
export function readHeader(header: Buffer, range: IdRange): number | null {
  const furtherRows = header.readUInt32LE(28);
  return header.equals(headerOf(range, furtherRows)) ? furtherRows : null;
}

/** Where the table says where the posting of a slot begins. */
export function tableOffset(slot: number): number {
  return HEADER_BYTES + slot * U32;
}

/** Where the captures of the further rows are told. */
export const FURTHER_OFFSET = tableOffset(SLOTS + 1);

export function furtherBytes(furtherRows: number): number {
  return furtherRows * U32 + CRC_BYTES;
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

/** Calls with each row of a posting, in order. `rowBytes`: the length of a bitmap of the segment's rows. */
export function eachRow(posting: Uint8Array, rowBytes: number, visit: (row: number) => void): void {
  if (posting.length === rowBytes) {
    for (let byte = 0; byte < rowBytes; byte++) {
      for (let bits = posting[byte] ?? 0; bits !== 0; bits &= bits - 1) visit(byte * 8 + 31 - Math.clz32(bits & -bits));
    }
    return;
  }
  let row = 0;
  for (const gap of posting) {
    row += gap;
    if (gap === 0xff) continue;
    if (row >= rowBytes * 8) break;
    visit(row);
    row += 1;
  }
}

/** Clears in `kept` what the posting does not have. */
export function keepPosting(posting: Uint8Array, kept: Uint8Array): void {
  let bitmap = posting;
  if (posting.length !== kept.length) {
    const rows = new Uint8Array(kept.length);
    eachRow(posting, kept.length, (row) => {
      rows[row >> 3] = (rows[row >> 3] ?? 0) | (1 << (row & 7));
    });
    bitmap = rows;
  }
  for (let byte = 0; byte < kept.length; byte++) kept[byte] = (kept[byte] ?? 0) & (bitmap[byte] ?? 0);
}
