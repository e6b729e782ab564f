import type { EncodeSegment } from './segment-encoding.ts';
import { bitmapBytes, eachRow, type IdRange } from './segment-format.ts';
import { type OpenSegment, openSegment, type ReadAhead } from './segment-reading.ts';

/** A segment by its file's name. */
export interface NamedRange extends IdRange {
  readonly name: string;
}

/** Of each of some sixteen files at a time. */
const AHEAD: ReadAhead = { table: 4096, postings: 16_384 };

interface Part {
  readonly segment: OpenSegment;
  /** The rows of its ids. */
  readonly idRows: number;
  /** Where its ids begin in the merged segment, and where its further rows do. */
  readonly firstRow: number;
  readonly firstFurther: number;
}

/**
 * The file of a segment of `range`, made of those of parts of it, in ascending order: a third of the work of reading their captures again, and
 * a sixteenth of the memory. Throws `DamagedSegment`, and the system's error of a disk that cannot be read.
 */
export function mergeSegments(
  encode: EncodeSegment,
  folder: string,
  range: IdRange,
  merged: readonly NamedRange[],
): Uint8Array {
  const parts: Part[] = [];
  const further: number[] = [];
  try {
    for (const { name, ...covered } of merged) {
      const segment = openSegment(folder, name, covered, AHEAD);
      const firstRow = covered.first - range.first;
      parts.push({ segment, idRows: 8 * bitmapBytes(covered), firstRow, firstFurther: further.length });
      for (const at of segment.further) further.push(firstRow + at);
    }
    const furtherBegins = 8 * bitmapBytes(range);
    return encode(range, further, (slot, bitmap) => {
      let hasRows = false;
      for (const { segment, idRows, firstRow, firstFurther } of parts) {
        const posting = segment.posting(slot);
        if (posting.length === 0) continue;
        hasRows = true;
        eachRow(posting, segment.rowBytes, (row) => {
          const to = row < idRows ? firstRow + row : furtherBegins + firstFurther + row - idRows;
          bitmap[to >> 3] = (bitmap[to >> 3] ?? 0) | (1 << (to & 7));
        });
      }
      return hasRows;
    });
  } finally {
    for (const { segment } of parts) segment.close();
  }
}
