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
  HEADER_BYTES,
  headerOf,
  type IdRange,
  keepPosting,
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

/** Deletes every file of the folder but these. */
export function keepSegments(folder: string, names: ReadonlySet<string>): void {
  for (const name of filesOf(folder)) if (!names.has(name)) rmSync(join(folder, name), { force: true });
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Which ids of a segment may hold what falls into the slots: a bitmap for each of `groups` of slots, of the ids that are
 * in all of a group. Throws `DamagedSegment`, and the system's error of a disk that cannot be read.
 */
export function readCandidates(
  folder: string,
  name: string,
  range: IdRange,
  groups: readonly (readonly number[])[],
): readonly Uint8Array[] {
  const descriptor = openExisting(join(folder, name));
  try {
    if (!readAt(descriptor, 0, HEADER_BYTES).equals(headerOf(range))) throw new DamagedSegment('another header');
    return groups.map((slots) => {
      const kept = new Uint8Array(bitmapBytes(range)).fill(0xff);
      const places = slots.map((slot) => placeOf(descriptor, slot)).sort((a, b) => a.bytes - b.bytes);
      for (const { slot, offset, bytes } of places) {
        const posting = readAt(descriptor, offset, bytes);
        const end = bytes - CRC_BYTES;
        const data = posting.subarray(0, end);
        if (end > kept.length || posting.readUInt32LE(end) !== crc32(data, slot))
          throw new DamagedSegment('a checksum');
        keepPosting(data, kept);
        if (kept.every((byte) => byte === 0)) break;
      }
      return kept;
    });
  } finally {
    closeSync(descriptor);
  }
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
  if (bytes < CRC_BYTES || bytes > 0x100_0000) throw new DamagedSegment('its table');
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
