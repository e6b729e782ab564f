import type { DatabaseSync } from 'node:sqlite';
import type { BytesSlice } from '../../../core/contract.ts';
import { sliceBounds } from '../capture-row.ts';
import { blob, number } from './columns.ts';

export type Slicer = (id: number, offset: number, maxBytes: number) => BytesSlice | null;

/** Reads part of the one blob that `query` gives as `whole` for an id; null when there is no such row. */
export function slicer(db: DatabaseSync, query: string): Slicer {
  const size = db.prepare(`SELECT length(whole) AS bytes FROM (${query})`);
  const part = db.prepare(`SELECT substr(whole, ?, ?) AS bytes FROM (${query})`);
  return (id, offset, maxBytes) => {
    const sized = size.get(id);
    if (sized === undefined) return null;
    const totalBytes = number(sized, 'bytes');
    const { start, end } = sliceBounds(totalBytes, offset, maxBytes);
    // SQL counts from 1.
    const row = start === end ? undefined : part.get(start + 1, end - start, id);
    return { bytes: row === undefined ? new Uint8Array(0) : blob(row, 'bytes'), offset: start, totalBytes };
  };
}
