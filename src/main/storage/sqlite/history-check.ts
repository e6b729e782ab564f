import type { DatabaseSync } from 'node:sqlite';
import { sha256Hex } from '../capture-row.ts';
import { blob, hex, number } from './columns.ts';
import { describeError, isCorruption, pragma } from './connection.ts';

export interface HistoryCheck {
  /** `ok`, or what `PRAGMA quick_check` found first. */
  readonly finding: string;
  /** Captures whose raw bytes no longer have their SHA-256. */
  readonly changed: number;
}

/** Looks at every capture and every page. */
export function historyCheck(db: DatabaseSync): HistoryCheck {
  try {
    return { changed: changedCaptures(db), finding: String(pragma(db, 'quick_check(1)')) };
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return { changed: 0, finding: describeError(error) };
  }
}

/**
 * Captures whose raw bytes no longer have their SHA-256. It goes first because it also reads the file from one end to the other:
 * the check of its pages jumps through it, which takes 44 s for 2 GB that the system does not yet hold in memory, and 3 s after.
 * Not by a descriptor of our own: closing it would drop the locks that this process holds on the file (fcntl(2)).
 */
function changedCaptures(db: DatabaseSync): number {
  // One at a time: a cursor that stays open keeps the log from being carried over, and it grows.
  const next = db.prepare('SELECT id, raw, raw_sha256 FROM payloads WHERE id > ? ORDER BY id LIMIT 1');
  let changed = 0;
  for (let row = next.get(0); row !== undefined; row = next.get(number(row, 'id'))) {
    if (sha256Hex(blob(row, 'raw')) !== hex(row, 'raw_sha256')) changed += 1;
  }
  return changed;
}
