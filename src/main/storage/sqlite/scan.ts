import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { needleOf } from '../../../core/filter/match.ts';
import type { IdRange } from '../search/segment-format.ts';
import { captureRow, ROW_COLUMNS } from './capture-columns.ts';
import { captureTexts } from './capture-texts.ts';
import { number, type Row } from './columns.ts';
import type { Narrowing, Pieces } from './narrowing.ts';
import { isSearch, searchOf } from './search.ts';

/** Ids a query looks at, at first and at most: what no index narrows takes about a microsecond a row. */
const FIRST_WINDOW = 4096;
const LARGEST_WINDOW = 65_536;
/** Rows a query gives when each is looked at further: of a cold disk, 256 held other lists up for a second. */
const LOOKED_AT = 64;
/** A search lets other calls in this often. */
const TURN_MS = 10;

export interface ScanRequest {
  readonly filter: CaptureFilter;
  readonly direction: 'older' | 'newer';
  /** Only newer ids; null: from the oldest. */
  readonly after: CaptureId | null;
  /** Only older ids; null: up to the newest. */
  readonly before: CaptureId | null;
  readonly limit: number;
}

export interface Scanned<T> {
  readonly found: readonly T[];
  /** The last id looked at when the time was over; null: the limit or the end was reached. */
  readonly reached: CaptureId | null;
}

/**
 * Finds visible captures of a filter, in steps by id ranges. No step leaves a cursor open: an open one would keep the
 * log from being checkpointed. A scan with `withinMs` ends some turns after that time at the latest, with what it has;
 * one capture at least was looked at.
 */
export interface Scan {
  rows(request: ScanRequest, withinMs?: number): Promise<Scanned<CaptureSummary>>;
  ids(request: ScanRequest): Promise<readonly CaptureId[]>;
}

/** What of the captures a walk reads, and how. */
interface Query {
  readonly columns: string;
  readonly tables: string;
  /** Rows read at a time. */
  readonly rows: number;
  readonly pieces: Pieces;
  /** Whether the walk is complete with this row. */
  readonly take: (row: Row) => boolean | Promise<boolean>;
}

export function createScan(db: DatabaseSync, narrowing: Narrowing): Scan {
  // Two queries in one: SQLite looks a lone minimum or maximum up, and reads a whole index for both together.
  const ends = db.prepare('SELECT (SELECT min(id) FROM captures) AS first, (SELECT max(id) FROM captures) AS last');
  const texts = captureTexts(db);
  const rowOf = db.prepare(`SELECT ${ROW_COLUMNS} FROM captures WHERE id = ?`);
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function rangeOf({ after, before }: ScanRequest): IdRange | null {
    const row = ends.get();
    if (row === undefined || row.first === null) return null;
    const first = Math.max(number(row, 'first'), (after ?? 0) + 1);
    const last = Math.min(number(row, 'last'), (before ?? Number.MAX_SAFE_INTEGER) - 1);
    return first <= last ? { first, last } : null;
  }

  /** Gives every candidate row to `take`. Gives the last id looked at when the time was over before it was complete. */
  async function walk(request: ScanRequest, query: Query, withinMs: number): Promise<CaptureId | null> {
    const range = rangeOf(request);
    if (range === null) return null;
    const clock = clockOf(withinMs);
    const older = request.direction === 'older';
    const { sql, values } = conditionsOf(request.filter);
    // Left to itself, SQLite takes the index by scheme or endpoint for the order it gives, and reads every row of it.
    const by = request.filter.deliveryId === undefined ? 'captures' : 'captures INDEXED BY captures_by_delivery';
    const select = `SELECT ${query.columns} FROM ${query.tables.replace(/^captures/, by)} WHERE ${sql} AND captures.id`;
    const between = prepared(`${select} BETWEEN ? AND ? ORDER BY captures.id ${older ? 'DESC' : 'ASC'} LIMIT ?`);
    const one = prepared(`${select} = ?`);
    for (const piece of query.pieces(range, request.direction)) {
      if (piece.ids !== null) {
        for (const id of piece.ids) {
          const row = one.get(...values, id);
          const taken = row !== undefined && query.take(row);
          // Waiting for what is known would cost more than looking at it.
          if (taken !== false && (await taken)) return null;
          if (clock.turnIsOver() && (await clock.timeIsOver())) return id;
        }
        if (clock.turnIsOver() && (await clock.timeIsOver())) return older ? piece.first : piece.last;
        continue;
      }
      let { first, last } = piece;
      let window = FIRST_WINDOW;
      while (first <= last) {
        const low = older ? Math.max(first, last - window + 1) : first;
        const high = older ? last : Math.min(last, first + window - 1);
        const found = between.all(...values, low, high, query.rows);
        for (const row of found) {
          const taken = query.take(row);
          if (taken !== false && (await taken)) return null;
          if (clock.turnIsOver() && (await clock.timeIsOver())) return number(row, 'id');
        }
        const lastRow = found.length < query.rows ? undefined : found.at(-1);
        // With as many rows as asked for, the window may have more.
        const reached = lastRow === undefined ? (older ? low : high) : number(lastRow, 'id');
        if (lastRow === undefined) window = Math.min(LARGEST_WINDOW, window * 2);
        if (older) last = reached - 1;
        else first = reached + 1;
        if (clock.turnIsOver() && (await clock.timeIsOver())) return reached;
      }
    }
    return null;
  }

  /** Ids of what only a look at each row finds. */
  async function searched(request: ScanRequest, withinMs: number): Promise<Scanned<CaptureId>> {
    const search = searchOf(request.filter, texts);
    const pieces = narrowing.piecesFor(request.filter);
    const found: CaptureId[] = [];
    const note = (row: Row): boolean => found.push(number(row, 'id')) === request.limit;
    const take = (row: Row): boolean | Promise<boolean> => {
      const holds = search.holds(row);
      return typeof holds === 'boolean' ? holds && note(row) : holds.then((isHeld) => isHeld && note(row));
    };
    const { columns, tables } = search;
    const reached = await walk(request, { columns, tables, rows: LOOKED_AT, pieces, take }, withinMs);
    return { found, reached };
  }

  return {
    async rows(request, withinMs = Number.POSITIVE_INFINITY) {
      const found: CaptureSummary[] = [];
      if (isSearch(request.filter)) {
        const ids = await searched(request, withinMs);
        for (const id of ids.found) {
          const row = rowOf.get(id);
          // Pruned since it was found.
          if (row !== undefined) found.push(captureRow(row));
        }
        return { found, reached: ids.reached };
      }
      const take = (row: Row): boolean => found.push(captureRow(row)) === request.limit;
      const query = { columns: ROW_COLUMNS, tables: 'captures', rows: request.limit, pieces: inOne, take };
      return { found, reached: await walk(request, query, withinMs) };
    },
    async ids(request) {
      if (isSearch(request.filter)) return (await searched(request, Number.POSITIVE_INFINITY)).found;
      const found: CaptureId[] = [];
      const take = (row: Row): boolean => found.push(number(row, 'id')) === request.limit;
      const query = { columns: 'captures.id', tables: 'captures', rows: request.limit, pieces: inOne, take };
      await walk(request, query, Number.POSITIVE_INFINITY);
      return found;
    },
  };
}

const inOne: Pieces = (range) => [{ ...range, ids: null }];

function clockOf(withinMs: number): { turnIsOver(): boolean; timeIsOver(): Promise<boolean> } {
  const ends = performance.now() + withinMs;
  let turnEnds = performance.now() + TURN_MS;
  return {
    turnIsOver: () => performance.now() >= turnEnds,
    /** Lets others in first. */
    async timeIsOver() {
      await nextTurn();
      const now = performance.now();
      turnEnds = now + TURN_MS;
      return now >= ends;
    },
  };
}

/** What indexes decide. `path` and `texts` are left to the search. */
function conditionsOf(filter: CaptureFilter): { sql: string; values: SQLInputValue[] } {
  const conditions = ['hidden IS NULL'];
  const values: SQLInputValue[] = [];
  const equal = (column: string, value: SQLInputValue | undefined): void => {
    if (value === undefined) return;
    conditions.push(`${column} = ?`);
    values.push(value);
  };
  equal('endpoint_id', filter.endpointId);
  equal('method_key', filter.method === undefined ? undefined : latin1Bytes(needleOf(filter.method)));
  equal('scheme', filter.scheme);
  equal('status', filter.verdict);
  equal('delivery_id', filter.deliveryId === undefined ? undefined : JSON.stringify(filter.deliveryId));
  if (filter.retry === true) conditions.push('delivery_attempt > 1');
  if (filter.retry === false) conditions.push('(delivery_attempt IS NULL OR delivery_attempt = 1)');
  return { sql: conditions.join(' AND '), values };
}
