import type { CaptureId } from '../../../core/capture.ts';
import { sha256Hex } from '../capture-row.ts';
import { captureRow } from '../sqlite/capture-columns.ts';
import { blob, hex, json, number, orNull, type Row } from '../sqlite/columns.ts';
import type { DatabasePages } from './database-pages.ts';
import { createRowFinder, type FoundRow, type LargeTable } from './find-rows.ts';
import { ourTables } from './our-tables.ts';

/** A capture of a damaged file, table by table. */
export interface SalvagedCapture {
  readonly capture: FoundRow;
  readonly payload: FoundRow;
  readonly reply: FoundRow | null;
  /** Whether raw bytes and body still have their SHA-256. */
  readonly isIntact: boolean;
}

export interface SalvagedAttempt {
  readonly attempt: FoundRow;
  readonly payload: FoundRow;
}

/** What was looked through of `ids`, those that could be read, and how many could not. */
export interface SalvagedRows<T> {
  readonly rows: readonly T[];
  /** Of `rows`, those whose bytes no longer have their SHA-256. */
  readonly mismatched: number;
  readonly unreadable: number;
  /** Those that were cleared and not yet deleted: nobody wants them back. */
  readonly cleared: number;
  /** Where to go on; null: that was the last. */
  readonly next: number | null;
}

export interface SalvageFinding {
  /** Captures of which either half was found, cleared ones among them. */
  readonly captures: number;
  /** Captures that the file's own total tells of and of which nothing was found. */
  readonly lost: number;
  readonly attempts: number;
  readonly endpoints: readonly FoundRow[];
  readonly secrets: readonly FoundRow[];
  readonly values: readonly FoundRow[];
  readonly queue: readonly FoundRow[];
}

/** What a worker does on a damaged file. Calls after `find`, which takes as long as reading the file does. */
export interface SalvageCalls {
  find(input: null): SalvageFinding;
  captures(input: { readonly after: CaptureId }): SalvagedRows<SalvagedCapture>;
  attempts(input: { readonly after: number }): SalvagedRows<SalvagedAttempt>;
}

/** Rows a call, and bytes after which it ends: the writer stores each in one commit, between those of new captures. */
const STEP_ROWS = 200;
const STEP_BYTES = 1024 * 1024;

export function createSalvageReads(pages: DatabasePages): SalvageCalls {
  const finder = createRowFinder(pages, ourTables());
  let captureIds: readonly CaptureId[] = [];
  let attemptIds: readonly number[] = [];
  /** Captures that wait for the target of a forward are kept when they are cleared. */
  let waiting: ReadonlySet<unknown> = new Set();

  const ids = (...tables: readonly LargeTable[]): readonly number[] =>
    [...new Set(tables.flatMap((table) => [...finder.found.pageOf[table].keys()]))].sort((a, b) => a - b);

  function steps<T>(all: readonly number[], after: number, read: (id: number) => Salvaged<T>): SalvagedRows<T> {
    const rows: T[] = [];
    let mismatched = 0;
    let unreadable = 0;
    let cleared = 0;
    let bytes = 0;
    for (let at = firstAfter(all, after); at < all.length; at++) {
      const id = all[at] ?? 0;
      const one = read(id);
      if (one === 'unreadable') unreadable += 1;
      else if (one === 'cleared') cleared += 1;
      else {
        rows.push(one.row);
        mismatched += one.isIntact ? 0 : 1;
        bytes += one.bytes;
      }
      if (at + 1 < all.length && (at + 1 - firstAfter(all, after) >= STEP_ROWS || bytes >= STEP_BYTES)) {
        return { rows, mismatched, unreadable, cleared, next: id };
      }
    }
    return { rows, mismatched, unreadable, cleared, next: null };
  }

  return {
    find() {
      finder.look(1, pages.count);
      const { totals, endpoints, secrets, values, queue } = finder.found;
      waiting = new Set(queue.map((row) => row.capture_id));
      captureIds = ids('captures', 'payloads');
      attemptIds = ids('attempts', 'attempt_payloads');
      const lost = Math.max(0, (totals.get('visible') ?? 0) + (totals.get('hidden') ?? 0) - captureIds.length);
      const counts = { captures: captureIds.length, attempts: attemptIds.length, lost };
      return { ...counts, endpoints, secrets, values, queue };
    },
    captures: ({ after }) => steps(captureIds, after, (id) => salvagedCapture(finder.read, id, waiting)),
    attempts: ({ after }) => steps(attemptIds, after, (id) => salvagedAttempt(finder.read, id)),
  };
}

type Salvaged<T> = { readonly row: T; readonly isIntact: boolean; readonly bytes: number } | 'unreadable' | 'cleared';
type Read = (table: LargeTable, id: number) => FoundRow | null;

function firstAfter(sorted: readonly number[], after: number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

function salvagedCapture(read: Read, id: CaptureId, waiting: ReadonlySet<unknown>): Salvaged<SalvagedCapture> {
  const found = read('captures', id);
  if (typeof found?.hidden === 'string' && !waiting.has(id)) return 'cleared';
  const payload = read('payloads', id);
  const capture = found === null ? null : readable(found);
  if (capture === null || payload === null || !isPayload(payload)) return 'unreadable';
  const reply = read('replies', id);
  const raw = blob(payload, 'raw');
  const offset = number(payload, 'body_offset');
  const body = orNull(blob, payload, 'body') ?? raw.subarray(offset, offset + number(capture, 'body_bytes'));
  const isIntact = sha256Hex(raw) === hex(payload, 'raw_sha256') && sha256Hex(body) === hex(capture, 'body_sha256');
  const row = { capture, payload, reply: reply !== null && isList(reply, 'headers') ? reply : null, isIntact };
  return { row, isIntact, bytes: raw.length + body.length };
}

/** Exactly as a list would read it: one row that it cannot read would take the whole page of the list with it. */
function readable(found: FoundRow): FoundRow | null {
  const missing = { event_type: null, delivery_id: null, delivery_attempt: null, reply_label: null };
  const whole: Row = { ...missing, ...found };
  if (canRead(() => captureRow(whole)) && isList(whole, 'verdicts')) return found;
  // Verdicts can be had again.
  const again = { ...whole, verdicts: '[]', scheme: null, status: null, delivery_attempt: null };
  return canRead(() => captureRow(again)) ? again : null;
}

function isPayload(payload: FoundRow): boolean {
  return isList(payload, 'headers') && isList(payload, 'trailers');
}

function isList(row: Row, column: string): boolean {
  return canRead(() => {
    if (!Array.isArray(json<unknown>(row, column))) throw new Error(`${column} is no list`);
  });
}

function salvagedAttempt(read: Read, id: number): Salvaged<SalvagedAttempt> {
  const attempt = read('attempts', id);
  const payload = read('attempt_payloads', id);
  if (attempt === null || payload === null) return 'unreadable';
  const areSound = canRead(() => {
    json<unknown>(payload, 'exchange');
    json<unknown>(payload, 'draft');
    json<unknown>(attempt, 'summary');
  });
  if (!areSound) return 'unreadable';
  return { row: { attempt, payload }, isIntact: true, bytes: number(attempt, 'stored_bytes') };
}

/** A damaged value is expected here: it is what a capture counts as unreadable for. */
function canRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
