import { closeSync, openSync, readSync } from 'node:fs';
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
  mostFurtherRows,
  readHeader,
  tableOffset,
} from './segment-format.ts';

/** A segment's file is missing, cut or changed. What it covers is searched without it, and it is made anew. */
export class DamagedSegment extends Error {
  /** The segment's. */
  readonly segment: string;

  constructor(segment: string, what: string) {
    super(`${segment}: ${what}`);
    this.segment = segment;
  }
}

/** A segment's file, whose every byte is checked before it is given. All of it throws `DamagedSegment`, and the system's errors. */
export interface OpenSegment {
  /** The captures of the further rows, as their distances from the first id. */
  readonly further: readonly number[];
  /** A bitmap of its rows, further ones behind, has so many bytes. */
  readonly rowBytes: number;
  /** How long a slot's posting is, its checksum included. */
  lengthOf(slot: number): number;
  /** Without its checksum, until the next one is asked for. */
  posting(slot: number): Uint8Array;
  close(): void;
}

export interface ReadAhead {
  /** At least so many bytes are read at once. */
  readonly table: number;
  readonly postings: number;
}

const NO_ROWS = new Uint8Array(0);

/** Where a slot's posting begins and ends. */
const ONE_BY_ONE: ReadAhead = { table: 2 * Uint32Array.BYTES_PER_ELEMENT, postings: 0 };

export function openSegment(folder: string, name: string, range: IdRange, ahead = ONE_BY_ONE): OpenSegment {
  const descriptor = openExisting(folder, name);
  try {
    const table = windowOf(descriptor, name, ahead.table);
    const postings = windowOf(descriptor, name, ahead.postings);
    const furtherRows = readHeader(table.read(0, HEADER_BYTES), range);
    if (furtherRows === null || furtherRows > mostFurtherRows(range)) throw new DamagedSegment(name, 'another header');
    const further = furtherRows === 0 ? [] : furtherOf(table.read(FURTHER_OFFSET, furtherBytes(furtherRows)), name);
    const rowBytes = bitmapBytes(range) + Math.ceil(furtherRows / 8);

    /** Where a slot's posting begins; that of the slot after the last is where the last one ends. */
    const beginOf = (slot: number): number => table.u32(tableOffset(slot));

    return {
      further,
      rowBytes,
      lengthOf: (slot) => beginOf(slot + 1) - beginOf(slot),
      posting(slot) {
        const begin = beginOf(slot);
        const bytes = beginOf(slot + 1) - begin - CRC_BYTES;
        if (bytes < 0 || bytes > rowBytes) throw new DamagedSegment(name, 'its table');
        // Most slots of a small segment are empty, and the CRC-32 of nothing is its seed.
        if (bytes === 0 && postings.u32(begin) === slot) return NO_ROWS;
        const posting = postings.read(begin, bytes + CRC_BYTES);
        const data = posting.subarray(0, bytes);
        if (posting.readUInt32LE(bytes) !== crc32(data, slot)) throw new DamagedSegment(name, 'a posting');
        return data;
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openExisting(folder: string, name: string): number {
  try {
    return openSync(join(folder, name), 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw new DamagedSegment(name, 'no file');
    throw error;
  }
}

function furtherOf(bytes: Buffer, name: string): readonly number[] {
  const end = bytes.length - CRC_BYTES;
  if (bytes.readUInt32LE(end) !== crc32(bytes.subarray(0, end))) throw new DamagedSegment(name, 'its further rows');
  const rows = end / Uint32Array.BYTES_PER_ELEMENT;
  return Array.from({ length: rows }, (_, index) => bytes.readUInt32LE(index * Uint32Array.BYTES_PER_ELEMENT));
}

/** A place of the disk that cannot be read counts as damage: the captures are elsewhere on it. */
function readOr(name: string, read: () => number): number {
  try {
    return read();
  } catch (error) {
    if (errnoOf(error) === 'EIO') throw new DamagedSegment(name, 'a place that cannot be read');
    throw error;
  }
}

/** Reads of a file, mostly one after the other. */
interface Window {
  /** Until the next read. */
  read(offset: number, bytes: number): Buffer;
  /** An unsigned number of four bytes. */
  u32(offset: number): number;
}

/** `ahead`: so many bytes are read at once. */
function windowOf(descriptor: number, name: string, ahead: number): Window {
  let window = Buffer.alloc(0);
  let from = 0;

  /** Where in the window the bytes lie, which are read when they do not. */
  function placeOf(offset: number, bytes: number): number {
    const at = offset - from;
    if (at >= 0 && at + bytes <= window.length) return at;
    const buffer = Buffer.allocUnsafe(Math.max(bytes, ahead));
    let read = 0;
    while (read < bytes) {
      const more = readOr(name, () => readSync(descriptor, buffer, read, buffer.length - read, offset + read));
      if (more === 0) throw new DamagedSegment(name, 'its end');
      read += more;
    }
    window = buffer.subarray(0, read);
    from = offset;
    return 0;
  }

  return {
    read(offset, bytes) {
      const at = placeOf(offset, bytes);
      return window.subarray(at, at + bytes);
    },
    u32(offset) {
      const at = placeOf(offset, Uint32Array.BYTES_PER_ELEMENT);
      return window.readUInt32LE(at);
    },
  };
}
