import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../atomic-file.ts';
import { isProcessAlive } from '../../process-alive.ts';

/** What SQLite puts beside a database while it is written. */
const SUFFIXES = ['', '-journal', '-wal', '-shm'];

/** Behind the name of the backup: place, process, what tells one from the next, suffix. Older versions had neither place nor process. */
const PART = /^(\.part-(?:([0-9a-f]{8})-([1-9]\d{0,9})-)?[0-9a-f]{8})(?:-journal|-wal|-shm)?$/;

/** Those that this process is making. It may have the id of one that left others: in a container it is often the same each time. */
const ours = new Set<string>();

/**
 * The name that a backup to `to` has until it is whole. It tells which process makes it, and where: a part that is left by one that was
 * killed is as large as the history, and nobody else takes it away.
 */
export function newPart(to: string): string {
  const part = `${to}.part-${place()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  ours.add(part);
  return part;
}

/** Takes a part away, with what is beside it. What cannot be taken away is left to the next backup to the same file. */
export async function removePart(part: string): Promise<void> {
  for (const suffix of SUFFIXES) await remove(`${part}${suffix}`);
  ours.delete(part);
}

/**
 * Takes away what backups to `to` left that did not come to their end. Gives the files that stay: their process is alive, or it
 * cannot be told whether it is, or they could not be taken away.
 */
export async function removeLeftParts(to: string): Promise<readonly string[]> {
  const stay: string[] = [];
  for (const name of await namesIn(dirname(to))) {
    if (!name.startsWith(basename(to))) continue;
    const [found, part, made = null, pid] = PART.exec(name.slice(basename(to).length)) ?? [];
    if (found === undefined) continue;
    const file = join(dirname(to), name);
    const isLeft = made === place() && !isUnderWay(Number(pid), `${to}${part}`);
    if (!isLeft || !(await remove(file))) stay.push(file);
  }
  return stay;
}

function isUnderWay(pid: number, part: string): boolean {
  return pid === process.pid ? ours.has(part) : isProcessAlive(pid);
}

/** Where a process id means a process: on one machine, and there in one namespace (pid_namespaces(7)), of which each container has its own. */
function place(): string {
  return createHash('sha256').update(`${hostname()}\n${pidNamespace()}`).digest('hex').slice(0, 8);
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch (error) {
    // Only Linux has them.
    if (errnoOf(error) === null) throw error;
    return '';
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Whether it can be written shows when it is; one that can be written but not read only hides what was left.
    if (errnoOf(error) === null) throw error;
    return [];
  }
}

/** Whether it is gone. */
async function remove(file: string): Promise<boolean> {
  try {
    await rm(file, { force: true });
    return true;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return false;
  }
}
