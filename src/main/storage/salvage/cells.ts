import type { DatabasePages } from './database-pages.ts';

/** One row of a table, or one entry of an index or a WITHOUT ROWID table, as it stands in its page. */
export interface Cell {
  /** null in an index. */
  readonly rowId: number | null;
  /** Length of the whole record, the part on other pages included. */
  readonly recordBytes: number;
  /** The part of the record on this page: a view of it. */
  readonly local: Buffer;
  /** First page of the rest; 0: there is none. */
  readonly overflow: number;
}

const INTERIOR_INDEX = 0x02;
const LEAF_INDEX = 0x0a;
const LEAF_TABLE = 0x0d;

/** `table`: rows by number; `index`: entries without one. null: no page that holds rows. */
export function kindOfPage(page: Buffer): 'table' | 'index' | null {
  const kind = page.readUInt8(0);
  if (kind === LEAF_TABLE) return 'table';
  return kind === LEAF_INDEX || kind === INTERIOR_INDEX ? 'index' : null;
}

/** Cells of a page that holds rows; those that cannot be are left out (fileformat2, "B-tree Pages"). */
export function* cellsOf(page: Buffer, usableBytes: number): Generator<Cell> {
  const kind = page.readUInt8(0);
  const pointers = kind === INTERIOR_INDEX ? 12 : 8;
  const count = Math.min(page.readUInt16BE(3), Math.floor((usableBytes - pointers) / 2));
  for (let at = 0; at < count; at++) {
    const start = page.readUInt16BE(pointers + at * 2);
    const cell = start < pointers + count * 2 || start >= usableBytes ? null : cellAt(page, kind, start, usableBytes);
    if (cell !== null) yield cell;
  }
}

function cellAt(page: Buffer, kind: number, start: number, usableBytes: number): Cell | null {
  const size = varint(page, kind === INTERIOR_INDEX ? start + 4 : start, usableBytes);
  if (size === null) return null;
  const rowId = kind === LEAF_TABLE ? varint(page, size.end, usableBytes) : null;
  if (kind === LEAF_TABLE && rowId === null) return null;
  const begin = rowId?.end ?? size.end;
  const here = localBytes(size.value, usableBytes, kind === LEAF_TABLE);
  const end = begin + here;
  const isSplit = here < size.value;
  if (end + (isSplit ? 4 : 0) > usableBytes) return null;
  return {
    rowId: rowId?.value ?? null,
    recordBytes: size.value,
    local: page.subarray(begin, end),
    overflow: isSplit ? page.readUInt32BE(end) : 0,
  };
}

/** How much of a record stands in its page (fileformat2, "Cell Payload Overflow Pages"). */
function localBytes(recordBytes: number, usable: number, isTable: boolean): number {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (recordBytes <= most) return recordBytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const filling = least + ((recordBytes - least) % (usable - 4));
  return filling <= most ? filling : least;
}

/** The whole record; null where the pages of its rest cannot be followed to the end. */
export function wholeRecord({ recordBytes, local, overflow }: Cell, pages: DatabasePages): Buffer | null {
  if (recordBytes === local.length) return Buffer.from(local);
  // A length that is damage, too: it would be asked for before anything shows that it is not there.
  if (recordBytes > pages.count * pages.usableBytes) return null;
  const parts = [Buffer.from(local)];
  let left = recordBytes - local.length;
  for (let next = overflow; left > 0; ) {
    const page = pages.page(next);
    if (page === null) return null;
    const part = Buffer.from(page.subarray(4, Math.min(pages.usableBytes, 4 + left)));
    parts.push(part);
    left -= part.length;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(parts, recordBytes);
}

/** At most nine bytes, big-endian, seven bits each, all eight of the ninth. null: not here, or over 2^53. */
export function varint(bytes: Buffer, start: number, limit: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = start; at < start + 9 && at < limit; at++) {
    const byte = bytes.readUInt8(at);
    if (at === start + 8) value = value * 256 + byte;
    else value = value * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(value)) return null;
    if (byte < 0x80 || at === start + 8) return { value, end: at + 1 };
  }
  return null;
}
