import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errnoOf } from '../../atomic-file.ts';

/** The pages that lie in a write-ahead log and not yet in its database (https://www.sqlite.org/fileformat2.html#walformat). */
export interface LogOverlay {
  /** Where a page's newest committed content begins in the log, by page number. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Pages of the database after the last commit in the log; null: nothing is committed there. */
  readonly pageCount: number | null;
  readonly pageSize: number;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** `MAGIC`: checksums over little-endian words; with the lowest bit set over big-endian ones. */
const MAGIC = 0x377f0682;

/** null where there is no log, or none that anything can be read of. As SQLite does, it ends at the first broken frame. */
export function readLogOverlay(file: string): LogOverlay | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return overlayOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function overlayOf(descriptor: number): LogOverlay | null {
  const { size } = fstatSync(descriptor);
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  if (magic !== MAGIC && magic !== MAGIC + 1) return null;
  const isBigEndian = magic === MAGIC + 1;
  const pageSize = header.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return null;
  const salts = header.subarray(16, 24);
  let sum = checksum(header.subarray(0, 24), [0, 0], isBigEndian);
  if (sum[0] !== header.readUInt32BE(24) || sum[1] !== header.readUInt32BE(28)) return null;

  const offsets = new Map<number, number>();
  let uncommitted = new Map<number, number>();
  let pageCount: number | null = null;
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageSize);
  for (let at = HEADER_BYTES; at + frame.length <= size; at += frame.length) {
    if (readSync(descriptor, frame, 0, frame.length, at) < frame.length) break;
    if (!frame.subarray(8, 16).equals(salts)) break;
    sum = checksum(frame.subarray(0, 8), sum, isBigEndian);
    sum = checksum(frame.subarray(FRAME_HEADER_BYTES), sum, isBigEndian);
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break;
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER_BYTES);
    const pagesAfterCommit = frame.readUInt32BE(4);
    if (pagesAfterCommit === 0) continue;
    pageCount = pagesAfterCommit;
    for (const [page, offset] of uncommitted) offsets.set(page, offset);
    uncommitted = new Map();
  }
  return { offsets, pageCount, pageSize };
}

/** Over pairs of 32-bit words, each sum carried into the other (fileformat2, "Checksum Algorithm"). */
function checksum(
  bytes: Buffer,
  [first, second]: readonly [number, number],
  isBigEndian: boolean,
): readonly [number, number] {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
