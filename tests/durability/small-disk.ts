import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';

/** A file system of its own in memory (tmpfs), which fills up for real. */
export interface SmallDisk {
  readonly dir: string;
  freeBytes(): number;
  /** Fills it until so much is free, at the most. */
  fillTo(freeBytes: number): void;
  /** Takes away what filled it. */
  empty(): void;
}

/** null: this user may not mount one. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | null> {
  const dir = await tempDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', dir]);
  if (mounted.status !== 0) return null;
  // Lazily: what has a file open there may still be ending.
  onTestFinished(() => {
    spawnSync('umount', ['-l', dir]);
  });
  const filler = join(dir, 'filler');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  };
  return {
    dir,
    freeBytes,
    fillTo(wanted) {
      const page = new Uint8Array(4096);
      const descriptor = openSync(filler, 'a');
      while (freeBytes() > wanted) writeSync(descriptor, page);
      closeSync(descriptor);
    },
    empty() {
      rmSync(filler, { force: true });
    },
  };
}
