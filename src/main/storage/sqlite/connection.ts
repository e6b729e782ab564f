import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Failure } from '../../../core/failure.ts';
import { errnoOf } from '../../atomic-file.ts';
import { UnreadableColumn } from './columns.ts';

/** Below it, several connections to one WAL file can corrupt it (the WAL-reset bug, fixed in 3.51.3). */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** How long a worker waits for a lock of another process. Never used on a thread that has anything else to do. */
export const BUSY_TIMEOUT_MS = 5000;

/** The checkpointed WAL is cut back to this, so that one burst does not keep its space for good. */
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

/** Of each connection, of which three are open at times. The system keeps the file's pages too, and four times as many made nothing faster. */
const CACHE_KIB = 4096;

/** https://www.sqlite.org/pragma.html#pragma_auto_vacuum */
const AUTO_VACUUM_INCREMENTAL = 2;

/** Result codes of SQLite (https://www.sqlite.org/rescode.html), the primary ones we tell apart. */
export const SQLITE = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  tooBig: 18,
  notADatabase: 26,
} as const;

/** The primary result code of an SQLite error; null for any other error. */
export function sqliteCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** The file is damaged, or is no database. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code === SQLITE.corrupt || code === SQLITE.notADatabase || error instanceof UnreadableColumn;
}

/** What a log and the small print may show of an error. SQLite's messages hold names and codes, never values. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'errcode' in error ? `${error.message} (SQLite ${String(error.errcode)})` : error.message;
}

/** After a failed fsync the kernel may have dropped pages that SQLite takes for written: what follows starts from the disk. */
const LOSING: ReadonlySet<number | null> = new Set([
  SQLITE.ioError,
  SQLITE.cannotOpen,
  SQLITE.readOnly,
  SQLITE.protocol,
]);

/** Whether the connection is of no use after it. */
export function isLosing(error: unknown): boolean {
  return isCorruption(error) || LOSING.has(sqliteCodeOf(error));
}

export function failureOf(error: unknown): Failure {
  const detail = describeError(error);
  return isCorruption(error) ? { code: 'store-damaged', detail } : { code: 'storage-failed', detail };
}

/**
 * The connection that writes, alone in the process. Every acknowledged commit is on the disk: WAL with
 * `synchronous=FULL` syncs the log at each commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * `maxPages`: the most 4 KiB pages the file may grow to.
 */
export function connectForWriting(file: string, maxPages?: number): DatabaseSync {
  requireSqlite();
  createPrivately(file);
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    db.exec(
      `PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=FAST; PRAGMA cache_size=-${CACHE_KIB}; PRAGMA temp_store=MEMORY;`,
    );
    // Incremental, so that clearing the history gives its space back to a full disk. It has to come before the first
    // page is written, and a file without it could only be changed by rewriting it whole. Setting it writes to the log each time,
    // for which a disk that has just refused a commit may have no room.
    if (pragma(db, 'auto_vacuum') !== AUTO_VACUUM_INCREMENTAL) db.exec('PRAGMA auto_vacuum=INCREMENTAL');
    db.exec('PRAGMA journal_mode=WAL');
    db.exec(`PRAGMA synchronous=FULL; PRAGMA journal_size_limit=${WAL_KEPT_BYTES};`);
    // On macOS fsync leaves the data in the drive's cache (fsync(2) there).
    if (process.platform === 'darwin') db.exec('PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;');
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count=${Math.trunc(maxPages)}`);
    const mode = pragma(db, 'journal_mode');
    if (mode !== 'wal') throw new Error(`the disk of ${file} allows no write-ahead log (${String(mode)})`);
    if (pragma(db, 'synchronous') !== 2) throw new Error('SQLite refused synchronous=FULL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that cannot change anything. It may share the file with a writer of another process. */
export function connectForReading(file: string): DatabaseSync {
  return readingConnection(file);
}

/**
 * The same for a file that lies in a folder of the user's: nothing is left beside it. Reading a database in WAL mode makes a log and
 * its index, which a connection that may not write cannot take away again, and fails where the folder cannot be written. `immutable`
 * makes neither, and neither locks nor looks for a log (https://www.sqlite.org/uri.html#uriimmutable). So it is only for a file that has
 * none: whoever uses a history at the moment has its log beside it, and what a crash left in one belongs to what is read. With a log
 * the file is read as ever, and the log's index stays: another process may have it open, and pulled from under it, it would damage the file.
 */
export function connectForReadingAside(file: string): DatabaseSync {
  if (['-wal', '-journal'].some((suffix) => existsSync(`${file}${suffix}`))) return readingConnection(file);
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return readingConnection(url);
}

function readingConnection(file: string | URL): DatabaseSync {
  requireSqlite();
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec(`PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA cache_size=-${CACHE_KIB};`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The value of a pragma. `name` is never anybody's input. */
export function pragma(db: DatabaseSync, name: string): unknown {
  const row = db.prepare(`PRAGMA ${name}`).get();
  return row === undefined ? null : Object.values(row)[0];
}

/**
 * Creates the file with mode 0600; the log and the shared memory beside it take its mode. A file that is there is not
 * even opened: closing any descriptor of it would drop the locks that this process holds on it (fcntl(2)).
 */
export function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

function requireSqlite(): void {
  const version = process.versions.sqlite ?? '0';
  const parts = version.split('.').map(Number);
  for (const [at, wanted] of OLDEST_SQLITE.entries()) {
    const part = parts[at] ?? 0;
    if (part > wanted) return;
    if (part < wanted) throw new Error(`SQLite ${version} is too old: ${OLDEST_SQLITE.join('.')} is needed`);
  }
}
