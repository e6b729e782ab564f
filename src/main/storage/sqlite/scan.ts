import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { needleOf } from '../../../core/filter/match.ts';
import { captureRow, ROW_COLUMNS } from './capture-columns.ts';
import { number, type Row } from './columns.ts';
import { createSearches, isSearch } from './search.ts';

/** Ids a query looks at, at first and at most: what no index narrows takes about a microsecond a row. */
const FIRST_WINDOW = 4096;
const LARGEST_WINDOW = 65_536;
/** Rows a query gives when each is looked at further. */
const LOOKED_AT = 256;
/** A search lets other calls in this often. */
const TURN_MS = 10;

export interface ScanRequest {
  readonly filter: CaptureFilter;
  readonly direction: 'older' | 'newer';
  /** Not included; null: from the newest or the oldest. */
  readonly from: CaptureId | null;
  /** The newest id looked at; null: any. */
  readonly upTo: CaptureId | null;
  readonly limit: number;
}

/**
 * Finds visible captures of a filter, in steps by id ranges. No step leaves a cursor open: an open one would keep the
 * log from being checkpointed. `cancelled` is asked between steps; a cancelled scan gives what it has.
 */
export interface Scan {
  rows(request: ScanRequest, cancelled: () => boolean): Promise<{ rows: CaptureSummary[]; done: boolean }>;
  ids(request: ScanRequest): Promise<CaptureId[]>;
}

export function createScan(db: DatabaseSync): Scan {
  // Two queries in one: SQLite looks a lone minimum or maximum up, and reads a whole index for both together.
  const range = db.prepare('SELECT (SELECT min(id) FROM captures) AS first, (SELECT max(id) FROM captures) AS last');
  const searchOf = createSearches(db);
  const rowOf = db.prepare(`SELECT ${ROW_COLUMNS} FROM captures WHERE id = ?`);
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  /** Gives every candidate row to `take`, which says whether the scan is complete. False when it was cancelled. */
  async function walk(
    { filter, direction, from, upTo }: ScanRequest,
    query: { readonly columns: string; readonly tables: string; readonly rows: number },
    take: (row: Row) => boolean,
    cancelled: () => boolean,
  ): Promise<boolean> {
    const ends = range.get();
    if (ends === undefined || ends.first === null) return true;
    const older = direction === 'older';
    const first = Math.max(number(ends, 'first'), older || from === null ? 0 : from + 1);
    const newest = Math.min(number(ends, 'last'), upTo ?? Number.MAX_SAFE_INTEGER);
    const last = older && from !== null ? Math.min(newest, from - 1) : newest;
    const { sql, values } = conditionsOf(filter);
    // Left to itself, SQLite takes the index by scheme or endpoint for the order it gives, and reads every row of it.
    const by = filter.deliveryId === undefined ? 'captures' : 'captures INDEXED BY captures_by_delivery';
    const tables = query.tables.replace(/^captures/, by);
    const select = prepared(
      `SELECT ${query.columns} FROM ${tables} WHERE ${sql} AND captures.id BETWEEN ? AND ? ORDER BY captures.id ${older ? 'DESC' : 'ASC'} LIMIT ?`,
    );
    let window = FIRST_WINDOW;
    let turnEnds = performance.now() + TURN_MS;
    let low = older ? Math.max(first, last - window + 1) : first;
    let high = older ? last : Math.min(last, first + window - 1);
    while (low <= high) {
      const found = select.all(...values, low, high, query.rows);
      for (const row of found) {
        if (take(row)) return true;
        if (performance.now() < turnEnds) continue;
        await nextTurn();
        if (cancelled()) return false;
        turnEnds = performance.now() + TURN_MS;
      }
      const lastRow = found.at(-1);
      const lastSeen = lastRow === undefined || found.length < query.rows ? null : number(lastRow, 'id');
      if (lastSeen !== null && lastSeen !== (older ? low : high)) {
        // The window has more.
        if (older) high = lastSeen - 1;
        else low = lastSeen + 1;
        continue;
      }
      window = Math.min(LARGEST_WINDOW, window * 2);
      if (older) high = low - 1;
      else low = high + 1;
      if (older) low = Math.max(first, high - window + 1);
      else high = Math.min(last, low + window - 1);
    }
    return true;
  }

  /** Ids of what only a look at each row finds. */
  async function searched(
    request: ScanRequest,
    cancelled: () => boolean,
  ): Promise<{ ids: CaptureId[]; done: boolean }> {
    const search = searchOf(request.filter);
    const ids: CaptureId[] = [];
    const take = (row: Row): boolean => search.holds(row) && ids.push(number(row, 'id')) === request.limit;
    const done = await walk(request, { ...search, rows: LOOKED_AT }, take, cancelled);
    return { ids, done };
  }

  return {
    async rows(request, cancelled) {
      const rows: CaptureSummary[] = [];
      if (isSearch(request.filter)) {
        const { ids, done } = await searched(request, cancelled);
        for (const id of ids) {
          const row = rowOf.get(id);
          // Pruned since it was found.
          if (row !== undefined) rows.push(captureRow(row));
        }
        return { rows, done };
      }
      const take = (row: Row): boolean => rows.push(captureRow(row)) === request.limit;
      const query = { columns: ROW_COLUMNS, tables: 'captures', rows: request.limit };
      return { rows, done: await walk(request, query, take, cancelled) };
    },
    async ids(request) {
      const never = (): boolean => false;
      if (isSearch(request.filter)) return (await searched(request, never)).ids;
      const ids: CaptureId[] = [];
      const take = (row: Row): boolean => ids.push(number(row, 'id')) === request.limit;
      await walk(request, { columns: 'captures.id', tables: 'captures', rows: request.limit }, take, never);
      return ids;
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
