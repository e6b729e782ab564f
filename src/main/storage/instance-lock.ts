import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Failure, Holder } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { errnoOf } from '../atomic-file.ts';
import { createPrivately, describeError, SQLITE, sqliteCodeOf } from './sqlite/connection.ts';

export interface InstanceLock {
  /** Idempotent. */
  release(): void;
}

/** Who has the lock writes its name at once; one that was started at the same moment looks again so often. */
const LOOKS = 20;
const LOOK_AGAIN_MS = 25;

const holderText = z.object({ host: z.enum(['electron', 'web', 'cli']), pid: z.int().positive() });

/**
 * Makes this process the only one to use the data folder, on the desktop and headless alike: an exclusively locked
 * little database. The kernel drops the lock with the process, so that none is ever stale, as a PID file would be. A file
 * beside it names the holder, for the words of those who come second and for nothing else.
 */
export async function acquireInstanceLock(
  dataDir: string,
  host: Holder['host'],
): Promise<Result<InstanceLock, Failure>> {
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

/** null: the file names nobody who is alive. */
async function holderOf(file: string): Promise<Holder | null> {
  for (let look = 0; look < LOOKS; look++) {
    const holder = await readHolder(file);
    if (holder !== null && isAlive(holder.pid)) return holder;
    await sleep(LOOK_AGAIN_MS);
  }
  return null;
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const read = holderText.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return read.success ? read.data : null;
  } catch (error) {
    // Not there yet, or half written.
    if (errnoOf(error) === null && !(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user.
    return errnoOf(error) === 'EPERM';
  }
}
