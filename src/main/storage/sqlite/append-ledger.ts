import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { errnoOf } from '../../atomic-file.ts';
import { sqliteCodeOf } from './connection.ts';

/**
 * What the history is held to, beside it: the id of the newest capture that was ever stored, and whether the file was closed. SQLite
 * takes a shorter log, or a missing one, for all there was (a log whose one bit flipped ends there), and opens without a word.
 */
export interface LedgerEntry {
  readonly lastId: number;
  readonly wasClosed: boolean;
}

export interface AppendLedger {
  /** After each commit. It is not synced: behind the file after a power cut, and never before it. */
  note(lastId: number): void;
  /** The file is closed in good order. */
  close(): void;
}

const LINE = /^hookproof (open {2}|closed) (\d{16})\n$/;

export function ledgerFile(file: string): string {
  return `${file}.ledger`;
}

/** null: there is none, or none that can be read. */
export function readLedger(file: string): LedgerEntry | null {
  try {
    const [, state, id] = LINE.exec(readFileSync(ledgerFile(file), 'latin1')) ?? [];
    return id === undefined ? null : { lastId: Number(id), wasClosed: state === 'closed' };
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}

/**
 * Opens the ledger of a file that is open from now on. When it cannot be written `failed` hears of it once, and capturing goes on
 * without it.
 */
export function openLedger(file: string, lastId: number, failed: (error: Error) => void): AppendLedger {
  let noted = lastId;
  let descriptor: number | null = null;
  function attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Error) || errnoOf(error) === null) throw error;
      descriptor = null;
      failed(error);
    }
  }
  // One short write at one place: a crash leaves the old line or the new one.
  function write(state: 'open  ' | 'closed'): void {
    const line = `hookproof ${state} ${String(noted).padStart(16, '0')}\n`;
    if (descriptor !== null) writeSync(descriptor, line, 0, 'latin1');
  }
  attempt(() => {
    // Not truncated: on a full disk there may be no room for a new line in its place.
    descriptor = openSync(ledgerFile(file), constants.O_RDWR | constants.O_CREAT, 0o600);
    write('open  ');
  });
  return {
    note(id) {
      if (id === noted) return;
      noted = id;
      attempt(() => write('open  '));
    },
    close() {
      attempt(() => {
        write('closed');
        if (descriptor !== null) closeSync(descriptor);
      });
    },
  };
}

/** Reads the id of the newest capture that was stored, as of the last commit; 0: none was. */
export function lastCaptureId(db: DatabaseSync): () => number {
  const select = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'captures'");
  let last = 0;
  return () => {
    try {
      last = Number(select.get()?.seq ?? last);
    } catch (error) {
      // The disk that gave an answer a moment ago gives none now: the next commit will say so.
      if (sqliteCodeOf(error) === null) throw error;
    }
    return last;
  };
}
