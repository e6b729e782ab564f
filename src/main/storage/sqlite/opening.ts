import { existsSync, renameSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { newCatchAll } from '../../../core/endpoint.ts';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { giveFirstAid, lastIdOf, reserve } from '../salvage/first-aid.ts';
import { type LedgerEntry, readLedger } from './append-ledger.ts';
import { text } from './columns.ts';
import { connectForWriting, describeError, isCorruption, SQLITE, sqliteCodeOf } from './connection.ts';
import { clearDamageMark, markDamaged, readDamageMark } from './damage-mark.ts';
import { ForeignDatabase, migrate } from './migrations.ts';
import type { WriterOpening } from './protocol.ts';
import { registerWrites } from './registers.ts';

export interface OpenedFile {
  readonly db: DatabaseSync;
  readonly opening: WriterOpening;
}

/**
 * Opens the file for writing and brings it to the newest version. A file that is damaged, or is no store of ours, is
 * moved aside with everything in it, and a new one is started: capturing cannot wait for a repair.
 */
export async function openFile(
  file: string,
  now: number,
  maxPages: number | null,
  migrations?: readonly string[],
): Promise<Result<OpenedFile, Failure>> {
  try {
    const ledger = readLedger(file);
    const mark = readDamageMark(file);
    let finding = mark?.finding ?? '';
    if (mark === null) {
      try {
        const opened = await openSound(file, now, maxPages, migrations);
        return opened.ok ? ok({ db: opened.value, opening: openingOf(opened.value, null, ledger) }) : opened;
      } catch (error) {
        if (!isCorruption(error) && !(error instanceof ForeignDatabase)) throw error;
        finding = describeError(error);
      }
    }
    const movedTo = mark?.movedTo ?? nameAside(file, now);
    markDamaged(file, { finding, movedTo });
    moveAside(file, movedTo);
    const opened = await openSound(file, now, maxPages, migrations);
    if (!opened.ok) return opened;
    giveFirstAid(opened.value, movedTo, ledger?.lastId ?? 0);
    clearDamageMark(file);
    return ok({ db: opened.value, opening: openingOf(opened.value, movedTo, null) });
  } catch (error) {
    return fail(openingFailure(error));
  }
}

async function openSound(
  file: string,
  now: number,
  maxPages: number | null,
  migrations: readonly string[] | undefined,
): Promise<Result<DatabaseSync, Failure>> {
  const db = connectForWriting(file, maxPages ?? undefined);
  try {
    const migrated = await migrate(db, file, migrations);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    touch(db);
    const empty = db.prepare('SELECT 1 FROM endpoints').get() === undefined;
    if (empty) registerWrites(db).putEndpoint(newCatchAll(now));
    return ok(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Reads what every start needs: small tables, totals and the newest rows. Damage there would stop capturing. The whole
 * file is not checked on the way to the first capture: that takes 44 s for 2 GB on a cold disk.
 */
function touch(db: DatabaseSync): void {
  for (const table of ['endpoints', 'secrets', 'named_values', 'counters']) db.prepare(`SELECT * FROM ${table}`).all();
  for (const table of ['captures', 'payloads', 'replies', 'attempts', 'attempt_payloads']) {
    db.prepare(`SELECT * FROM ${table} ORDER BY id DESC LIMIT 1`).all();
  }
}

/** `ledger`: what the file has to come up to. */
function openingOf(db: DatabaseSync, movedTo: string | null, ledger: LedgerEntry | null): WriterOpening {
  const rows = db.prepare('SELECT DISTINCT hidden FROM captures WHERE hidden IS NOT NULL').all();
  const missing = Math.max(0, (ledger?.lastId ?? 0) - lastIdOf(db, 'captures'));
  // The ids of what is missing are not given again: who has noted one down must not find another capture under it.
  if (ledger !== null) reserve(db, 'captures', ledger.lastId);
  const hiddenTokens = rows.map((row) => text(row, 'hidden'));
  return { movedTo, hiddenTokens, missing, wasUnclean: ledger !== null && !ledger.wasClosed };
}

function nameAside(file: string, now: number): string {
  const date = new Date(now).toISOString().replace(/:/g, '-');
  let movedTo = `${file}.corrupt-${date}`;
  for (let copy = 2; existsSync(movedTo); copy++) movedTo = `${file}.corrupt-${date}-${copy}`;
  return movedTo;
}

/** The log goes with the file, under the name that SQLite would look for. What an earlier start moved stays where it is. */
function moveAside(file: string, movedTo: string): void {
  if (existsSync(movedTo)) return;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${movedTo}${suffix}`);
  }
}

function openingFailure(error: unknown): Failure {
  const full = sqliteCodeOf(error) === SQLITE.full || errnoOf(error) === 'ENOSPC';
  return full ? { code: 'storage-full' } : { code: 'storage-failed', detail: describeError(error) };
}
