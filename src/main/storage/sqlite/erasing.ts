import type { DatabaseSync } from 'node:sqlite';
import { BUSY_TIMEOUT_MS, sqliteCodeOf } from './connection.ts';
import type { CallMessage, WriterCalls } from './protocol.ts';

/** Calls that take secrets away, or put others in their place. */
const ERASING: ReadonlySet<string> = new Set<keyof WriterCalls>(['putSecret', 'deleteSecret', 'deleteEndpoint']);

/** Captures wait meanwhile. A reader's step takes less; a long search is waited for by trying again. */
const WAIT_MS = 100;
const RETRY_MS = 1000;

/**
 * What a commit deleted still stands in the log, and in the file until the log is carried over. After secrets were deleted or
 * replaced, both are done at once, or as soon as no reader needs the log; at the latest when the file is closed.
 */
export interface Erasing {
  committed(calls: readonly CallMessage[]): void;
}

export function createErasing(db: DatabaseSync, monotonicMs: () => number): Erasing {
  let isPending = false;
  let tryAt = 0;
  return {
    committed(calls) {
      if (calls.some(({ name }) => ERASING.has(name))) {
        isPending = true;
        tryAt = 0;
      }
      if (!isPending || monotonicMs() < tryAt) return;
      isPending = !emptyLog(db);
      tryAt = monotonicMs() + RETRY_MS;
    },
  };
}

/** Runs a change so that pages it frees are overwritten too, which `secure_delete=FAST` leaves for their next use. */
export function overwriting(db: DatabaseSync, change: () => void): void {
  db.exec('PRAGMA secure_delete=ON');
  try {
    change();
  } finally {
    db.exec('PRAGMA secure_delete=FAST');
  }
}

/** Whether the log is empty now. */
function emptyLog(db: DatabaseSync): boolean {
  db.exec(`PRAGMA busy_timeout=${WAIT_MS}`);
  try {
    return db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
  } catch (error) {
    if (sqliteCodeOf(error) === null) throw error;
    // The commit stands all the same. What is wrong with the disk, the next write tells.
    return false;
  } finally {
    db.exec(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}`);
  }
}
