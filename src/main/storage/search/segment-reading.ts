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
  /** So many bytes are read at once: for all postings in their order. 0: what is asked for alone. */
  readonly table: number;
  readonly postings: number;
}

const NO_READ_AHEAD: ReadAhead = { table: 0, postings: 0 };

export function openSegment(folder: string, name: string, range: IdRange, ahead = NO_READ_AHEAD): OpenSegment {
  const descriptor = openExisting(folder, name);
  try {
    const readTable = readerOf(descriptor, name, ahead.table);
    const readPostings = readerOf(descriptor, name, ahead.postings);
    const furtherRows = readHeader(readTable(0, HEADER_BYTES), range);
    if (furtherRows === null || furtherRows > mostFurtherRows(range)) throw new DamagedSegment(name, 'another header');
    const further = furtherRows === 0 ? [] : furtherOf(readTable(FURTHER_OFFSET, furtherBytes(furtherRows)), name);
    const rowBytes = bitmapBytes(range) + Math.ceil(furtherRows / 8);

    function placeOf(slot: number): { offset: number; bytes: number } {
      const ends = readTable(tableOffset(slot), 2 * Uint32Array.BYTES_PER_ELEMENT);
      const offset = ends.readUInt32LE(0);
      return { offset, bytes: ends.readUInt32LE(Uint32Array.BYTES_PER_ELEMENT) - offset };
    }

    return {
      further,
      rowBytes,
      lengthOf: (slot) => placeOf(slot).bytes,
      posting(slot) {
        const { offset, bytes } = placeOf(slot);
        const end = bytes - CRC_BYTES;
        if (end < 0 || end > rowBytes) throw new DamagedSegment(name, 'its table');
        const posting = readPostings(offset, bytes);
        const data = posting.subarray(0, end);
        if (posting.readUInt32LE(end) !== crc32(data, slot)) throw new DamagedSegment(name, 'a posting');
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

/** Gives bytes of the file until it is called again. */
function readerOf(descriptor: number, name: string, ahead: number): (offset: number, bytes: number) => Buffer {
  let window = Buffer.alloc(0);
  let from = 0;
  return (offset, bytes) => {
    const at = offset - from;
    if (at >= 0 && at + bytes <= window.length) return window.subarray(at, at + bytes);
    const buffer = Buffer.allocUnsafe(Math.max(bytes, ahead));
    let read = 0;
    while (read < bytes) {
      const more = readOr(name, () => readSync(descriptor, buffer, read, buffer.length - read, offset + read));
      if (more === 0) throw new DamagedSegment(name, 'its end');
      read += more;
    }
    window = buffer.subarray(0, read);
    from = offset;
    return buffer.subarray(0, bytes);
  };
}
