import { existsSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { SALVAGE_VALUE } from '../salvage/salvage-job.ts';
import { ledgerFile } from '../sqlite/append-ledger.ts';
import {
  connectForReadingAside,
  connectForWriting,
  describeError,
  SQLITE,
  sqliteCodeOf,
} from '../sqlite/connection.ts';
import { clearDamageMark } from '../sqlite/damage-mark.ts';
import { historyCheck } from '../sqlite/history-check.ts';
import { MIGRATIONS, migrate } from '../sqlite/migrations.ts';
import { readWhole } from '../sqlite/whole-reading.ts';
import { copyHistory } from './back-up.ts';
import { readingFailure, syncFile, writingFailure } from './file-failure.ts';
import { type HistoryFacts, historyFacts } from './history-facts.ts';
import { hasOurSchema } from './our-schema.ts';

export interface RestoreReport extends HistoryFacts {
  /** Where the history that was there is now; null: there was none. */
  readonly keptAs: string | null;
  /** Captures whose bytes no longer have their SHA-256; they had not in the backup either. */
  readonly changed: number;
}

/**
 * Puts a backup in the place of a history, which is kept aside. The caller holds the instance lock. Fails as `backUp` does, and with
 * `backup-refused`; until the last step, which is one rename, the history is what it was.
 *
 * The file may be anybody's. It is opened for reading only, in a process that does nothing else, with `trusted_schema` off, and
 * what goes into the data folder is a copy page by page, not row by row: ids, deliveries and verdicts stay as they were, and old
 * formats go through the same migrations as ever. That is safe because nothing is run before the schema is found to be, statement for
 * statement, the one our own migrations make; then every page is checked, and every row read as the app will read it.
 */
export async function restore(from: string, history: string, now: number): Promise<Result<RestoreReport, Failure>> {
  const copy = `${history}.restoring`;
  await removeAll(copy);
  try {
    const accepted = inspect(from);
    if (!accepted.ok) return accepted;
    const copied = await copyHistory(from, copy, connectForReadingAside);
    if (!copied.ok) return copied;
    const prepared = await prepare(copy, from, copied.value);
    if (!prepared.ok) return prepared;
    await syncFile(copy);
    const keptAs = await putInPlace(copy, history, now);
    await syncFile(history);
    return ok({ ...copied.value, version: MIGRATIONS.length, keptAs, changed: prepared.value });
  } catch (error) {
    return fail(writingFailure(error, history));
  } finally {
    await removeAll(copy);
  }
}

async function removeAll(copy: string): Promise<void> {
  const suffixes = ['', '-journal', '-wal', '-shm', `.before-v${MIGRATIONS.length}`];
  for (const suffix of suffixes) await rm(`${copy}${suffix}`, { force: true });
}

/** Before anything is copied: whether the file is what it says it is. */
function inspect(from: string): Result<void, Failure> {
  const refused = (problem: string): Result<void, Failure> => fail({ code: 'backup-refused', file: from, problem });
  try {
    if (!existsSync(from)) return fail({ code: 'file-unreadable', file: from, detail: 'there is no such file' });
    const db = connectForReadingAside(from);
    try {
      const { version } = historyFacts(db);
      if (version === 0) return fail({ code: 'not-a-history', file: from });
      if (version > MIGRATIONS.length) {
        return fail({ code: 'store-newer', found: version, supported: MIGRATIONS.length });
      }
      if (!hasOurSchema(db, version)) return refused('its tables are not those of a history');
      const { finding, problems } = historyCheck(db);
      if (finding !== 'ok') return refused(`it is damaged (${finding})`);
      const [problem] = problems;
      return problem === undefined ? ok() : refused(problem);
    } finally {
      db.close();
    }
  } catch (error) {
    if (sqliteCodeOf(error) === SQLITE.corrupt) return refused(`it is damaged (${describeError(error)})`);
    return fail(readingFailure(error, from));
  }
}

/** Brings the copy to the newest format and reads all of it. Gives how many captures have changed bytes. */
async function prepare(copy: string, from: string, before: HistoryFacts): Promise<Result<number, Failure>> {
  const refused = (problem: string): Result<number, Failure> => fail({ code: 'backup-refused', file: from, problem });
  const db = connectForWriting(copy);
  try {
    if (!hasOurSchema(db, before.version)) return refused('its tables are not those of a history');
    const migrated = await migrate(db, copy);
    if (!migrated.ok) return migrated;
    // The files of the search index are not in a backup, and a damaged file that was being salvaged need not be here.
    db.exec('DELETE FROM search_segments');
    db.prepare('DELETE FROM named_values WHERE name = ?').run(SALVAGE_VALUE);
    const { version, ...counts } = before;
    const { version: _newest, ...now } = historyFacts(db);
    if (JSON.stringify(now) !== JSON.stringify(counts)) return refused('not all of it was copied');
    const read = readAll(db);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE');
    return read.ok ? ok(read.value) : refused(read.failure);
  } finally {
    db.close();
  }
}

/** Gives how many captures have changed bytes; fails with what cannot be read. */
function readAll(db: DatabaseSync): Result<number, string> {
  try {
    const { changed, problems } = readWhole(db);
    const [problem] = problems;
    return problem === undefined ? ok(changed) : fail(problem);
  } catch (error) {
    // Whatever reading a foreign file throws is that file's fault.
    return fail(`it is damaged (${describeError(error)})`);
  }
}

/** The last step. Where the history that is there has a log, the log goes first: beside another file it would be that file's. */
async function putInPlace(copy: string, history: string, now: number): Promise<string | null> {
  await rm(ledgerFile(history), { force: true });
  clearDamageMark(history);
  if (!existsSync(history)) {
    await rename(copy, history);
    return null;
  }
  foldLog(history);
  const date = new Date(now).toISOString().replace(/:/g, '-');
  let keptAs = `${history}.before-restore-${date}`;
  for (let again = 2; existsSync(keptAs); again++) keptAs = `${history}.before-restore-${date}-${again}`;
  try {
    // It has both names until the copy takes one of them: no crash leaves the folder without a history.
    await link(history, keptAs);
  } catch (error) {
    if (errnoOf(error) === null || existsSync(keptAs)) throw error;
    await rename(history, keptAs);
  }
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(`${history}${suffix}`)) await rename(`${history}${suffix}`, `${keptAs}${suffix}`);
  }
  await rename(copy, history);
  return keptAs;
}

/** What is in the log is carried over into the file; nothing is changed in a file that does not allow it. */
function foldLog(history: string): void {
  try {
    connectForWriting(history).close();
  } catch (error) {
    // It is kept as it is, with its log: that it is damaged may be why a backup is restored.
    if (sqliteCodeOf(error) === null) throw error;
  }
}
