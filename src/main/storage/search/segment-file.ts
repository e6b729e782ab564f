import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errnoOf } from '../../atomic-file.ts';
import {
  bitmapBytes,
  CRC_BYTES,
  FURTHER_OFFSET,
  furtherBytes,
  HEADER_BYTES,
  type IdRange,
  keepPosting,
  mostFurtherRows,
  readHeader,
  tableOffset,
} from './segment-format.ts';

/** A segment's file is missing, cut or changed. What it covers is searched without it, and it is made anew. */
export class DamagedSegment extends Error {}

/** The folder of a history file's search index. All of it may be deleted at any time: it is made anew from the captures. */
export function segmentFolder(historyFile: string): string {
  return `${historyFile}-search`;
}

/**
 * Writes a segment, durably, under a name that none had before, which it gives. Throws the system's error; `ENOSPC` too
 * where less than `leftFree` bytes of the disk would be left to others.
 */
export function writeSegment(folder: string, { first, last }: IdRange, segment: Uint8Array, leftFree: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize - segment.length < leftFree) throw Object.assign(new Error('little room'), { code: 'ENOSPC' });
  const name = `${first}-${last}-${randomBytes(8).toString('hex')}`;
  const temporary = join(folder, `${name}.tmp`);
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < segment.length; ) at += writeSync(descriptor, segment, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return name;
}

/** Deletes every file of the folder but these. One that cannot be deleted only takes room: no search asks for it. */
export function keepSegments(folder: string, names: ReadonlySet<string>): void {
  for (const name of segmentFiles(folder))
    if (!names.has(name)) orNull(() => rmSync(join(folder, name), { force: true }));
}

/** The names of the folder's files; none when it is not there or cannot be read, which writing to it reports. */
export function segmentFiles(folder: string): ReadonlySet<string> {
  return new Set(orNull(() => readdirSync(folder)));
}

/** null for an error of the system. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}

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
  const descriptor = openExisting(join(folder, name));
  try {
    const furtherRows = readHeader(readAt(descriptor, 0, HEADER_BYTES), range);
    if (furtherRows === null || furtherRows > mostFurtherRows(range)) throw new DamagedSegment('another header');
    const further = readFurther(descriptor, furtherRows);
    return groups.map((slots) => ofIds(readGroup(descriptor, bitmapBytes(range), furtherRows, slots), range, further));
  } finally {
    closeSync(descriptor);
  }
}

/** A bitmap of the rows that are in all of the slots. */
function readGroup(descriptor: number, idBytes: number, furtherRows: number, slots: readonly number[]): Uint8Array {
  const kept = new Uint8Array(idBytes + Math.ceil(furtherRows / 8)).fill(0xff);
  // The shortest first: few rows are left after it, or none.
  const places = slots.map((slot) => placeOf(descriptor, slot)).sort((a, b) => a.bytes - b.bytes);
  for (const { slot, offset, bytes } of places) {
    const end = bytes - CRC_BYTES;
    if (end < 0 || end > kept.length) throw new DamagedSegment('its table');
    const posting = readAt(descriptor, offset, bytes);
    const data = posting.subarray(0, end);
    if (posting.readUInt32LE(end) !== crc32(data, slot)) throw new DamagedSegment('a posting');
    keepPosting(data, kept);
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

function readFurther(descriptor: number, rows: number): readonly number[] {
  if (rows === 0) return [];
  const bytes = readAt(descriptor, FURTHER_OFFSET, furtherBytes(rows));
  const end = bytes.length - CRC_BYTES;
  if (bytes.readUInt32LE(end) !== crc32(bytes.subarray(0, end))) throw new DamagedSegment('its further rows');
  return Array.from({ length: rows }, (_, index) => bytes.readUInt32LE(index * Uint32Array.BYTES_PER_ELEMENT));
}

function openExisting(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw new DamagedSegment('no file');
    throw error;
  }
}

function placeOf(descriptor: number, slot: number): { slot: number; offset: number; bytes: number } {
  const ends = readAt(descriptor, tableOffset(slot), 2 * Uint32Array.BYTES_PER_ELEMENT);
  const offset = ends.readUInt32LE(0);
  const bytes = ends.readUInt32LE(Uint32Array.BYTES_PER_ELEMENT) - offset;
  return { slot, offset, bytes };
}

function readAt(descriptor: number, offset: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let read = 0; read < bytes; ) {
    const more = readSync(descriptor, buffer, read, bytes - read, offset + read);
    if (more === 0) throw new DamagedSegment('its end');
    read += more;
  }
  return buffer;
}
