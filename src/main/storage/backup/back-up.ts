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
 * Copies a history to a new file while it is in use, and checks the copy before it gets its name: every page, every count, and of
 * every capture the SHA-256. The copy is one file of mode 0600, without a log beside it. Fails with `file-exists`, `file-no-room`,
 * `file-unwritable`, `file-unreadable`, `not-a-history`, `store-newer` or `store-damaged`, and then leaves nothing behind.
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
    if (!checked.ok) {
      // What was copied page by page has the damage of what it was copied from.
      if (checked.failure.code === 'store-damaged') markIfPossible(history, checked.failure.detail);
      return checked;
    }
    await syncFile(part);
    await nameNew(part, to);
    await syncFile(to);
    return ok({ ...copied.value, file: to, bytes: (await stat(to)).size, changed: checked.value, parts });
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

/** Gives how many captures have changed bytes. */
function checkCopy(file: string, expected: HistoryFacts): Result<number, Failure> {
  const db = connectForReading(file);
  try {
    const { finding, changed } = historyCheck(db);
    if (finding !== 'ok') return fail({ code: 'store-damaged', detail: finding });
    if (!sameFacts(historyFacts(db), expected)) {
      return fail({ code: 'store-damaged', detail: 'the copy has other counts than the history' });
    }
    return ok(changed);
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
