import type { DatabaseSync } from 'node:sqlite';
import type { CaptureId } from '../../../core/capture.ts';
import { number, type Row } from './columns.ts';
import { pragma } from './connection.ts';
import type { Counters } from './counters.ts';
import type { WriterCalls } from './protocol.ts';

/** Rows and bytes deleted a step: deleting reads every page that becomes free, and a capture may be waiting. */
const STEP_ROWS = 500;
const STEP_BYTES = 64 * 1024 * 1024;

/** Pages moved a step when the file is made smaller: 4 MiB. */
const STEP_PAGES = 1024;
/** Free pages are kept for what comes next until they are this many (64 MiB) and a quarter of the file. */
const KEPT_PAGES = 16_384;

const DAY_MS = 86_400_000;

interface Doomed {
  readonly table: 'captures' | 'attempts';
  readonly id: number;
  readonly at: number;
  readonly bytes: number;
  readonly visible: boolean;
}

type Pruning = Pick<WriterCalls, 'purge' | 'prune' | 'shrink'>;

/** Everything that deletes history. `isFull`: the disk is full, so that every free page is wanted back. */
export function pruning(db: DatabaseSync, counters: Counters, isFull: () => boolean): Pruning {
  const columns = 'id, received_at AS at, stored_bytes AS bytes, hidden IS NULL AS visible';
  // What waits for a forward's target is still to be sent.
  const spared = 'NOT EXISTS (SELECT 1 FROM queue WHERE capture_id = captures.id)';
  const hiddenBy = db.prepare(
    `SELECT ${columns} FROM captures WHERE hidden = ? AND ${spared} ORDER BY id LIMIT ${STEP_ROWS}`,
  );
  // In the order of its index: by id alone, SQLite would go through every capture.
  const oldestHidden = db.prepare(
    `SELECT ${columns} FROM captures WHERE hidden IS NOT NULL AND ${spared} ORDER BY hidden, id LIMIT ?`,
  );
  const oldest = db.prepare(`SELECT ${columns} FROM captures WHERE hidden IS NULL AND ${spared} ORDER BY id LIMIT ?`);
  const aged = db.prepare(
    `SELECT ${columns} FROM captures WHERE received_at < ? AND ${spared} ORDER BY received_at LIMIT ${STEP_ROWS}`,
  );
  const attemptColumns = 'id, at, stored_bytes AS bytes, 1 AS visible';
  const oldestAttempts = db.prepare(`SELECT ${attemptColumns} FROM attempts ORDER BY id LIMIT ?`);
  const agedAttempts = db.prepare(`SELECT ${attemptColumns} FROM attempts WHERE at < ? ORDER BY at LIMIT ${STEP_ROWS}`);
  const deleteCapture = db.prepare('DELETE FROM captures WHERE id = ?');
  const deleteAttempt = db.prepare('DELETE FROM attempts WHERE id = ?');

  function chooseForPruning(bounds: Parameters<Pruning['prune']>[0]['bounds'], now: number): readonly Doomed[] {
    const cutoff = now - bounds.maxAgeDays * DAY_MS;
    const old =
      bounds.maxAgeDays === 0 ? [] : [...of('captures', aged.all(cutoff)), ...of('attempts', agedAttempts.all(cutoff))];
    if (old.length > 0) return old;
    const captures = excess(counters.get('visible') + counters.get('hidden'), bounds.maxCount);
    if (captures > 0) return oldestCaptures(Math.min(captures, STEP_ROWS));
    const attempts = excess(counters.get('attempts'), bounds.maxCount);
    if (attempts > 0) return of('attempts', oldestAttempts.all(Math.min(attempts, STEP_ROWS)));
    const bytes = excess(counters.get('bytes'), bounds.maxBytes);
    return bytes > 0 ? upToBytes(oldestOfAll(), bytes) : [];
  }

  /** Hidden ones first: only when there are none are visible ones given. */
  function oldestCaptures(limit: number): readonly Doomed[] {
    const hidden = of('captures', oldestHidden.all(limit));
    return hidden.length > 0 ? hidden : of('captures', oldest.all(limit));
  }

  function oldestOfAll(): readonly Doomed[] {
    const captures = oldestCaptures(STEP_ROWS);
    if (captures.some(({ visible }) => !visible)) return captures;
    return merge(captures, of('attempts', oldestAttempts.all(STEP_ROWS)));
  }

  function remove(doomed: readonly Doomed[]): void {
    for (const { table, id, bytes, visible } of doomed) {
      if (table === 'captures') deleteCapture.run(id);
      else deleteAttempt.run(id);
      counters.add(table === 'attempts' ? 'attempts' : visible ? 'visible' : 'hidden', -1);
      counters.add('bytes', -bytes);
    }
  }

  return {
    purge({ token }) {
      const doomed = upToBytes(of('captures', hiddenBy.all(token)), STEP_BYTES);
      remove(doomed);
      return { more: doomed.length > 0 };
    },
    prune({ bounds, now }) {
      const doomed = upToBytes(chooseForPruning(bounds, now), STEP_BYTES);
      remove(doomed);
      const removed: CaptureId[] = [];
      for (const { table, id, visible } of doomed) if (table === 'captures' && visible) removed.push(id);
      return { removed, more: doomed.length > 0 };
    },
    shrink({ all }) {
      const free = Number(pragma(db, 'freelist_count'));
      const many = free > KEPT_PAGES && free > Number(pragma(db, 'page_count')) / 4;
      if (free === 0 || !(many || all || isFull())) return { more: false, full: isFull() };
      db.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`);
      return { more: true, full: isFull() };
    },
  };
}

function excess(count: number, bound: number): number {
  return bound === 0 ? 0 : count - bound;
}

function of(table: Doomed['table'], rows: readonly Row[]): readonly Doomed[] {
  return rows.map((row) => ({
    table,
    id: number(row, 'id'),
    at: number(row, 'at'),
    bytes: number(row, 'bytes'),
    visible: number(row, 'visible') === 1,
  }));
}

/** The first of them that together reach `bytes`; at least one. */
function upToBytes(doomed: readonly Doomed[], bytes: number): readonly Doomed[] {
  let sum = 0;
  const end = doomed.findIndex((one) => {
    sum += one.bytes;
    return sum >= bytes;
  });
  return end === -1 ? doomed : doomed.slice(0, end + 1);
}

/** Both in their order, the earlier one first. */
function merge(captures: readonly Doomed[], attempts: readonly Doomed[]): readonly Doomed[] {
  const merged: Doomed[] = [];
  let next = 0;
  for (const capture of captures) {
    for (let attempt = attempts[next]; attempt !== undefined && attempt.at < capture.at; attempt = attempts[++next]) {
      merged.push(attempt);
    }
    merged.push(capture);
  }
  return [...merged, ...attempts.slice(next)];
}
