import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { createPrivately, describeError, SQLITE, sqliteCodeOf } from './sqlite/connection.ts';

export interface InstanceLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Makes this process the only one to use the data folder, on the desktop and headless alike: an exclusively locked
 * little database. The kernel drops the lock with the process, so that none is ever stale, as a PID file would be.
 */
export function acquireInstanceLock(dataDir: string): Result<InstanceLock, Failure> {
  const file = join(dataDir, 'instance.db');
  let db: DatabaseSync | null = null;
  try {
    createPrivately(file);
    db = new DatabaseSync(file, { timeout: 0 });
    // In this locking mode the lock of the first transaction is kept until the connection is closed.
    db.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    db?.close();
    const busy = sqliteCodeOf(error) === SQLITE.busy;
    return fail(
      busy
        ? { code: 'data-dir-locked', dataDir }
        : { code: 'data-dir-unwritable', dataDir, detail: describeError(error) },
    );
  }
  const held = db;
  return ok({
    release() {
      if (held.isOpen) held.close();
    },
  });
}
