import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import {
  bytesHold,
  matchesSummary,
  needleOf,
  needlesNotInHeaders,
  undecidedNeedles,
} from '../../../core/filter/match.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { BODY, captureRow, ROW_COLUMNS } from './capture-columns.ts';
import { blob, json, number, type Row } from './columns.ts';

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

/** Whether rows have to be looked at one by one, which may take long. */
export function isSearch(filter: CaptureFilter): boolean {
  return filter.path !== undefined || (filter.texts ?? []).length > 0;
}

export function createScan(db: DatabaseSync): Scan {
  const range = db.prepare('SELECT min(id) AS first, max(id) AS last FROM captures');
  const headersOf = db.prepare('SELECT headers, trailers FROM payloads WHERE id = ?');
  const bodyOf = db.prepare(`SELECT ${BODY} AS bytes
    FROM payloads JOIN captures USING (id) WHERE id = ?`);
  const rawOf = db.prepare('SELECT raw AS bytes FROM payloads WHERE id = ?');
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function holds(filter: CaptureFilter, row: CaptureSummary): boolean {
    const decided = matchesSummary(filter, row);
    if (decided !== 'unknown') return decided === 'yes';
    const lists = headersOf.get(row.id);
    // Pruned since the row was read.
    if (lists === undefined) return false;
    const headers = json<HeaderList>(lists, 'headers');
    const trailers = json<HeaderList>(lists, 'trailers');
    const left = needlesNotInHeaders(undecidedNeedles(filter, row), headers, trailers);
    if (left.length === 0) return true;
    const content = (row.kind === 'malformed' ? rawOf : bodyOf).get(row.id);
    if (content === undefined) return false;
    const bytes = blob(content, 'bytes');
    return left.every((needle) => bytesHold(bytes, latin1Bytes(needle)));
  }

  /** Gives every candidate row to `take`, which says whether the scan is complete. False when it was cancelled. */
  async function walk(
    { filter, direction, from, upTo }: ScanRequest,
    query: { readonly columns: string; readonly rows: number },
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
    const select = prepared(
      `SELECT ${query.columns} FROM captures WHERE ${sql} AND id BETWEEN ? AND ? ORDER BY id ${older ? 'DESC' : 'ASC'} LIMIT ?`,
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

  async function rows(request: ScanRequest, cancelled: () => boolean): ReturnType<Scan['rows']> {
    const { filter, limit } = request;
    const search = isSearch(filter);
    const matching: CaptureSummary[] = [];
    const take = (found: Row): boolean => {
      const row = captureRow(found);
      if (!search || holds(filter, row)) matching.push(row);
      return matching.length === limit;
    };
    const query = { columns: ROW_COLUMNS, rows: search ? LOOKED_AT : limit };
    return { done: await walk(request, query, take, cancelled), rows: matching };
  }

  return {
    rows,
    async ids(request) {
      const never = (): boolean => false;
      if (isSearch(request.filter)) return (await rows(request, never)).rows.map(({ id }) => id);
      const ids: CaptureId[] = [];
      const take = (row: Row): boolean => ids.push(number(row, 'id')) === request.limit;
      await walk(request, { columns: 'id', rows: request.limit }, take, never);
      return ids;
    },
  };
}

/** What indexes decide. `path` and `texts` are left to `holds`. */
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
  return { sql: conditions.join(' AND '), values };
}
