import { rmSync } from 'node:fs';
import { backup, type DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { createPrivately, pragma } from './connection.ts';
import { APPLICATION_ID, VERSION_1, VERSION_2, VERSION_3, VERSION_4 } from './schema.ts';

/**
 * One step a version: `MIGRATIONS[n]` leads from version n to n + 1. A step that was released never changes; the schema
 * of each released version is kept as a fixture, and every one is migrated in the tests.
 */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3, VERSION_4];

/** Steps that leave every row as it was. Copying a history of 3 GB before them would hold up the start for half a minute. */
const ADDING: ReadonlySet<string> = new Set([VERSION_4]);

/** A database that is not ours, or none. It is moved aside like a damaged one, never written to. */
export class ForeignDatabase extends Error {}

/** The file's schema version, 0 for an empty file. Throws `ForeignDatabase`. */
export function schemaVersion(db: DatabaseSync): number {
  const version = Number(pragma(db, 'user_version'));
  const empty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0;
  if (empty) return 0;
  if (pragma(db, 'application_id') !== APPLICATION_ID) throw new ForeignDatabase('another program’s database');
  return version;
}

/**
 * Brings the file to the newest version: forward only, each step in one transaction with its version number, so that a
 * crash leaves the old version or the new one. Where a step changes rows, the file is copied to `<file>.before-v<n>` first.
 */
export async function migrate(
  db: DatabaseSync,
  file: string,
  migrations: readonly string[] = MIGRATIONS,
): Promise<Result<void, Failure>> {
  const found = schemaVersion(db);
  const supported = migrations.length;
  if (found > supported) return fail({ code: 'store-newer', found, supported });
  if (found > 0 && migrations.slice(found).some((step) => !ADDING.has(step))) {
    const copy = `${file}.before-v${supported}`;
    rmSync(copy, { force: true });
    createPrivately(copy);
    await backup(db, copy);
  }
  for (const [at, step] of migrations.entries()) {
    if (at < found) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(step);
      db.exec(`PRAGMA user_version=${at + 1}; PRAGMA application_id=${APPLICATION_ID};`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
  return ok();
}
