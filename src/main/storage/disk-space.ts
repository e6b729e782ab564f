import { statfs } from 'node:fs/promises';
import type { Failure } from '../../core/failure.ts';
import { errnoOf } from '../atomic-file.ts';

/** Watches how much is free on the disk of the history, and stops capturing before nothing is. */
export interface DiskSpace {
  /** Why nothing may be captured now; null: it may. Kept in memory, so that asking costs a request nothing. */
  readonly pausedBy: Failure | null;
  /** Looks now, and goes on looking by itself. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export interface DiskSpaceLimits {
  readonly warnBelowBytes: number;
  readonly pauseBelowBytes: number;
  readonly everyMs: number;
}

export interface DiskSpaceOptions extends Partial<DiskSpaceLimits> {
  readonly dir: string;
  readonly report: (failure: Failure) => void;
  readonly resolve: (code: Failure['code']) => void;
  readonly onBug: (error: unknown) => void;
  /** Bytes that this user may still write to the disk of a folder; null: it does not say. */
  readonly freeBytes?: (dir: string) => Promise<number | null>;
}

/**
 * A fast sender fills 100 MB in about a second: this is the warning time of a pause. Where it is not enough, SQLite's own error
 * and the ballast come next.
 */
const LIMITS: DiskSpaceLimits = { warnBelowBytes: 500e6, pauseBelowBytes: 100e6, everyMs: 1000 };

/** Space counts as back a tenth above the limit: what is written meanwhile would pass it to and fro. */
const backAt = (belowBytes: number): number => belowBytes + belowBytes / 10;

/** `low`: warned of. `short`: capturing is paused. */
type State = 'ample' | 'low' | 'short';

export function createDiskSpace(options: DiskSpaceOptions): DiskSpace {
  const { dir, report, resolve, freeBytes = freeOn } = options;
  const { warnBelowBytes, pauseBelowBytes, everyMs } = { ...LIMITS, ...options };
  let state: State = 'ample';
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const low: Failure = { code: 'disk-low', belowBytes: warnBelowBytes, pauseBelowBytes };
  const paused: Failure = { code: 'capture-paused', belowBytes: pauseBelowBytes };

  function stateAt(free: number): State {
    if (free < (state === 'short' ? backAt(pauseBelowBytes) : pauseBelowBytes)) return 'short';
    return free < (state === 'ample' ? warnBelowBytes : backAt(warnBelowBytes)) ? 'low' : 'ample';
  }

  function note(free: number): void {
    const before = state;
    state = stateAt(free);
    if (state === before) return;
    if (before === 'low') resolve(low.code);
    if (before === 'short') {
      resolve(paused.code);
      // Else the next capture would be what takes it back, and it may take its time to come.
      resolve('storage-full');
    }
    if (state === 'low') report(low);
    if (state === 'short') report(paused);
  }

  function look(): Promise<void> {
    timer ??= setInterval(() => void look(), everyMs).unref();
    // One at a time: on a disk of the network a look may hang.
    looking ??= freeBytes(dir)
      .then((free) => {
        if (free !== null) note(free);
      })
      .catch(options.onBug)
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  return {
    get pausedBy() {
      return state === 'short' ? paused : null;
    },
    look,
    async stop() {
      if (timer !== null) clearInterval(timer);
      await looking;
    },
  };
}

async function freeOn(dir: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    // Some file systems do not say, and of a folder that is gone the next write tells.
    return null;
  }
}
