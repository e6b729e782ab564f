import type { DatabaseSync } from 'node:sqlite';
import { describeError, isCorruption, pragma } from './connection.ts';
import { readWhole, type WholeReading } from './whole-reading.ts';

export interface HistoryCheck extends WholeReading {
  /** `ok`, or what `PRAGMA quick_check` found first. It looks at no row further than its types. */
  readonly finding: string;
}

/**
 * Looks at every row and every page. The rows go first, because reading them also reads the file from one end to the other: the check
 * of its pages jumps through it, which takes 44 s for 2 GB that the system does not yet hold in memory, and 3 s after. Not by a
 * descriptor of our own: closing it would drop the locks that this process holds on the file (fcntl(2)).
 */
export function historyCheck(db: DatabaseSync): HistoryCheck {
  try {
    return { ...readWhole(db), finding: String(pragma(db, 'quick_check(1)')) };
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return { changed: 0, unreadable: 0, problems: [], finding: describeError(error) };
  }
}
