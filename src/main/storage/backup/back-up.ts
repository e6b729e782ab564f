import { existsSync } from 'node:fs';
import { link, rename, stat } from 'node:fs/promises';
import { backup, type DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { connectForReading, connectForWriting, createPrivately } from '../sqlite/connection.ts';
import { markDamaged } from '../sqlite/damage-mark.ts';
import { historyCheck } from '../sqlite/history-check.ts';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import type { WholeReading } from '../sqlite/whole-reading.ts';
import { readingFailure, syncFile, writingFailure } from './file-failure.ts';
import { type HistoryFacts, historyFacts, sameFacts } from './history-facts.ts';
import { newPart, removeLeftParts, removePart } from './parts.ts';

export interface BackupReport extends HistoryFacts {
  readonly file: string;
  readonly bytes: number;
  /** Captures whose bytes had changed on the disk before: the backup has them as they are. */
  readonly changed: number;
  /** Parts of other backups to the same file that are under way, or were left and may have to be taken away by hand. */
  readonly parts: readonly string[];
}

/** Pages a step of the copy; other work gets in between two steps. */
const STEP_PAGES = 2048;

/**
 * Copies a history to a new file while it is in use, and checks the copy before it gets its name: every page, every count, and
 * every row as `restore` will read it, with the SHA-256 of each capture. The copy is one file of mode 0600, without a log beside it.
 *
 * Fails with `file-exists`, `file-no-room`, `file-unwritable`, `file-unreadable`, `not-a-history`, `store-newer` or `store-damaged`,
 * and then leaves nothing behind. With `backup-unreadable` it leaves the copy: everything but a few rows can be salvaged from it,
 * and it may be the last that is left of a disk.
 * What a killed process left of a backup to the same file is taken away first: the room it takes may be needed.
 */
export async function backUp(history: string, to: string): Promise<Result<BackupReport, Failure>> {
  if (existsSync(to)) return fail({ code: 'file-exists', file: to });
  const parts = await removeLeftParts(to);
  const part = newPart(to);
  try {
    const copied = await copyHistory(history, part);
    if (!copied.ok) return copied;
    const checked = checkCopy(part, copied.value);
    const damage = checked.ok ? checked.value.problems[0] : damageIn(checked.failure);
    // What was copied page by page has the damage of what it was copied from.
    if (damage !== undefined) markIfPossible(history, damage);
    if (!checked.ok) return checked;
    await syncFile(part);
    await nameNew(part, to);
    await syncFile(to);
    const { changed, unreadable, problems } = checked.value;
    if (unreadable > 0) return fail({ code: 'backup-unreadable', file: to, unreadable, problems });
    return ok({ ...copied.value, file: to, bytes: (await stat(to)).size, changed, parts });
  } catch (error) {
    return fail(writingFailure(error, to));
  } finally {
    await removePart(part);
  }
}

/** A copy of what is committed at this moment. Throws what the writing of `to` fails with. `connect` opens the history. */
export async function copyHistory(
  history: string,
  to: string,
  connect: (file: string) => DatabaseSync = connectForReading,
): Promise<Result<HistoryFacts, Failure>> {
  let source: DatabaseSync | null = null;
  let facts: HistoryFacts;
  try {
    if (!existsSync(history)) return fail({ code: 'file-unreadable', file: history, detail: 'there is no such file' });
    source = connect(history);
    // Within one read transaction: a copy by steps begins anew with each commit of another process, and never ends.
    source.exec('BEGIN');
    facts = historyFacts(source);
  } catch (error) {
    source?.close();
    return fail(readingFailure(error, history));
  }
  try {
    const { version } = facts;
    if (version === 0) return fail({ code: 'not-a-history', file: history });
    if (version > MIGRATIONS.length) return fail({ code: 'store-newer', found: version, supported: MIGRATIONS.length });
    createPrivately(to);
    await backup(source, to, { rate: STEP_PAGES });
  } finally {
    source.close();
  }
  const copy = connectForWriting(to);
  // One file: who copies it elsewhere must not have to think of a log.
  copy.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE');
  copy.close();
  return ok(facts);
}

function damageIn(failure: Failure): string | undefined {
  return failure.code === 'store-damaged' ? failure.detail : undefined;
}

/** Gives what came of reading the copy. */
function checkCopy(file: string, expected: HistoryFacts): Result<WholeReading, Failure> {
  const db = connectForReading(file);
  try {
    const { finding, ...reading } = historyCheck(db);
    if (finding !== 'ok') return fail({ code: 'store-damaged', detail: finding });
    if (!sameFacts(historyFacts(db), expected)) {
      return fail({ code: 'store-damaged', detail: 'the copy has other counts than the history' });
    }
    return ok(reading);
  } finally {
    db.close();
  }
}

/** Who may read a history and not write beside it hears of the damage all the same. */
function markIfPossible(history: string, finding: string): void {
  try {
    markDamaged(history, { finding, movedTo: null });
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}

/** Never over a file that came there meanwhile: a link is refused then. Some file systems have none. */
async function nameNew(part: string, to: string): Promise<void> {
  try {
    await link(part, to);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' || existsSync(to)) throw error;
    await rename(part, to);
  }
}
