import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '../../atomic-file.ts';

/** On a full disk SQLite cannot even delete: the log has no room. This file's room is then given up for that. */
export interface Ballast {
  /** Whether it is there; makes it when there is room. */
  ensure(): boolean;
  release(): void;
}

const CHUNK_BYTES = 64 * 1024;

export function createBallast(file: string, bytes: number): Ballast {
  /** Random, since a file system that compresses would keep no room for zeros. */
  function fill(): void {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const descriptor = openSync(file, 'w', 0o600);
    try {
      for (let left = bytes; left > 0; ) {
        left -= writeSync(descriptor, randomFillSync(chunk), 0, Math.min(chunk.length, left));
      }
    } finally {
      closeSync(descriptor);
    }
  }

  return {
    ensure() {
      if (statSync(file, { throwIfNoEntry: false })?.size === bytes) return true;
      try {
        // Half of the room stays for what comes next; and a full disk is not filled to the brim to find that it is full.
        const { bavail, bsize } = statfsSync(dirname(file));
        if (bavail * bsize < 2 * bytes) return false;
        fill();
        return true;
      } catch (error) {
        if (errnoOf(error) === null) throw error;
        // No room, or a disk that writes nothing at all: either way there is no ballast, which is the answer.
        rmSync(file, { force: true });
        return false;
      }
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}
