import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../../atomic-file.ts';
import type { IdRange } from './segment-format.ts';

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
