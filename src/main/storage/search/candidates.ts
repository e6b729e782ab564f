import { bitmapBytes, type IdRange, keepPosting } from './segment-format.ts';
import { type OpenSegment, openSegment } from './segment-reading.ts';

/**
 * Which ids of a segment may hold what falls into all of a group of slots: a bitmap of its ids for each group. Throws
 * `DamagedSegment`, and the system's error of a disk that cannot be read.
 */
export function readCandidates(
  folder: string,
  name: string,
  range: IdRange,
  groups: readonly (readonly number[])[],
): readonly Uint8Array[] {
  const segment = openSegment(folder, name, range);
  try {
    return groups.map((slots) => ofIds(rowsInAll(segment, slots), range, segment.further));
  } finally {
    segment.close();
  }
}

/** A bitmap of the rows that are in all of the slots. */
function rowsInAll(segment: OpenSegment, slots: readonly number[]): Uint8Array {
  const kept = new Uint8Array(segment.rowBytes).fill(0xff);
  // The shortest first: few rows are left after it, or none.
  const byLength = slots.map((slot) => ({ slot, bytes: segment.lengthOf(slot) })).sort((a, b) => a.bytes - b.bytes);
  for (const { slot } of byLength) {
    keepPosting(segment.posting(slot), kept);
    if (kept.every((byte) => byte === 0)) break;
  }
  return kept;
}

/** What a further row has, its capture has. */
function ofIds(rows: Uint8Array, range: IdRange, further: readonly number[]): Uint8Array {
  const ids = rows.subarray(0, bitmapBytes(range));
  for (const [index, at] of further.entries()) {
    const byte = rows[ids.length + (index >> 3)] ?? 0;
    if ((byte & (1 << (index & 7))) !== 0) ids[at >> 3] = (ids[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return ids;
}
