import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Failure, Holder } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { errnoOf } from '../atomic-file.ts';
import { prepareDataDir } from './data-dir.ts';
import { createPrivately, describeError, SQLITE, sqliteCodeOf } from './sqlite/connection.ts';

export interface InstanceLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Makes this process the only one to use the data folder, which is created where there is none, on the desktop and headless alike: an
 * exclusively locked little database. The kernel drops the lock with the process, so that none is ever stale, as a PID file would be. A file
 * beside it names the holder, for the words of those who come second and for nothing else.
 */
export async function acquireInstanceLock(
  dataDir: string,
  host: Holder['host'],
): Promise<Result<InstanceLock, Failure>> {
  const prepared = await prepareDataDir(dataDir);
  if (!prepared.ok) return prepared;
  const file = join(dataDir, 'instance.db');
  const holderFile = join(dataDir, 'instance.json');
  let db: DatabaseSync | null = null;
  try {
    createPrivately(file);
    db = new DatabaseSync(file, { timeout: 0 });
    // In this locking mode the lock of the first transaction is kept until the connection is closed.
    db.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    db?.close();
    if (sqliteCodeOf(error) === SQLITE.busy) {
      const { holderOf } = await import('./instance-holder.ts');
      return fail({ code: 'data-dir-locked', dataDir, holder: await holderOf(holderFile) });
    }
    return fail({ code: 'data-dir-unwritable', dataDir, detail: describeError(error) });
  }
  const held = db;
  await nameHolder(holderFile, { host, pid: process.pid });
  return ok({
    release() {
      if (held.isOpen) held.close();
    },
  });
}

async function nameHolder(file: string, holder: Holder): Promise<void> {
  try {
    await writeFile(file, JSON.stringify(holder), { mode: 0o600 });
  } catch (error) {
    // On a full disk the folder is used all the same; whoever comes second reads no name, or that of a process that is gone.
    if (errnoOf(error) === null) throw error;
  }
}
