import type { DatabaseSync } from 'node:sqlite';
import { attemptReads } from './attempts-table.ts';
import { ADDED_COLUMNS, ROW_COLUMNS } from './capture-columns.ts';
import { captureDetail, DETAIL_COLUMNS } from './capture-detail.ts';
import { number } from './columns.ts';
import { describeError, SQLITE, sqliteCodeOf } from './connection.ts';
import { MIGRATIONS, schemaVersion } from './migrations.ts';
import { queueReads } from './queue-table.ts';
import { registerReads } from './registers.ts';

/** What came of reading all that a history holds. */
export interface WholeReading {
  /** Captures whose raw bytes or body no longer have their SHA-256. */
  readonly changed: number;
  /** Rows that are not what the schema says: nothing that needs them works. */
  readonly unreadable: number;
  /** The first of these, each in words: `capture 601 cannot be read (column headers is not valid JSON)`. No captured text is in them. */
  readonly problems: readonly string[];
}

/** Problems told one by one. Where there are more, the file has other troubles. */
const TOLD = 100;

/**
 * Reads every row as the app will: one that it cannot read would take a page of the list with it, at every start. Cleared captures
 * are read too; endpoints, secrets and the queue only in the newest format, since a migration changes them. A million small captures
 * take half a minute. Throws what SQLite fails with.
 */
export function readWhole(db: DatabaseSync): WholeReading {
  const readCapture = captureReader(db);
  const attempts = attemptReads(db);
  const problems: string[] = [];
  let changed = 0;
  let unreadable = 0;

  function tried(what: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!isOfRow(error)) throw error;
      unreadable += 1;
      if (problems.length < TOLD) problems.push(`${what} cannot be read (${describeError(error)})`);
    }
  }

  /** One at a time: a cursor that stays open keeps the log from being carried over, and it grows. */
  function each(table: 'captures' | 'attempts', word: string, read: (id: number) => void): void {
    const next = db.prepare(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT 1`);
    for (let after = 0, last = false; !last; ) {
      last = true;
      // An id can be one that no number holds.
      tried(`what follows ${word} ${after}`, () => {
        const row = next.get(after);
        if (row === undefined) return;
        after = number(row, 'id');
        last = false;
      });
      if (!last) tried(`${word} ${after}`, () => read(after));
    }
  }

  each('captures', 'capture', (id) => {
    if (readCapture(id) === 'changed') changed += 1;
  });
  each('attempts', 'attempt', (id) => {
    attempts.attempt({ id });
    attempts.attemptDraft({ id });
  });
  if (schemaVersion(db) === MIGRATIONS.length) {
    const registers = registerReads(db);
    tried('its list of endpoints', () => registers.endpoints(null));
    tried('its list of secrets', () => registers.secrets(null));
    tried('its queue', () => queueReads(db).queued(null));
  }
  return { changed, unreadable, problems };
}

/** Reads captures of any format, whole. What it gives throws for one that is not what the schema says. */
export function captureReader(db: DatabaseSync): (id: number) => 'intact' | 'changed' | 'gone' {
  const isNewest = schemaVersion(db) === MIGRATIONS.length;
  // Not joined by halves: a capture without its payload is not gone but damaged.
  const whole = db.prepare(`SELECT ${isNewest ? ROW_COLUMNS : 'captures.*'}, ${DETAIL_COLUMNS}
    FROM captures LEFT JOIN payloads USING (id) LEFT JOIN replies USING (id) WHERE captures.id = ?`);
  return (id) => {
    const row = whole.get(id);
    if (row === undefined) return 'gone';
    return captureDetail(isNewest ? row : { ...ADDED_COLUMNS, ...row }).rawIntact ? 'intact' : 'changed';
  };
}

/** Whether one row is to blame: what our own reading refuses, a number that JavaScript does not hold, or a length that nothing has. */
function isOfRow(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code === SQLITE.tooBig || (code === null && error instanceof Error);
}
