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
import { blob, json, number } from './columns.ts';

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
export type Scan = (
  request: ScanRequest,
  cancelled: () => boolean,
) => Promise<{ rows: CaptureSummary[]; done: boolean }>;

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

  return async ({ filter, direction, from, upTo, limit }, cancelled) => {
    const rows: CaptureSummary[] = [];
    const ends = range.get();
    if (ends === undefined || ends.first === null) return { rows, done: true };
    const first = Math.max(number(ends, 'first'), direction === 'newer' && from !== null ? from + 1 : 0);
    const last = Math.min(
      number(ends, 'last'),
      upTo ?? Number.MAX_SAFE_INTEGER,
      direction === 'older' && from !== null ? from - 1 : Number.MAX_SAFE_INTEGER,
    );
    const { sql, values } = conditionsOf(filter);
    const search = isSearch(filter);
    const order = direction === 'older' ? 'DESC' : 'ASC';
    const select = prepared(
      `SELECT ${ROW_COLUMNS} FROM captures WHERE ${sql} AND id BETWEEN ? AND ? ORDER BY id ${order} LIMIT ?`,
    );
    let window = FIRST_WINDOW;
    let turnEnds = performance.now() + TURN_MS;
    let low = direction === 'older' ? Math.max(first, last - window + 1) : first;
    let high = direction === 'older' ? last : Math.min(last, first + window - 1);
    while (low <= high && rows.length < limit) {
      const wanted = search ? LOOKED_AT : limit - rows.length;
      const found = select.all(...values, low, high, wanted);
      for (const one of found) {
        const row = captureRow(one);
        if (!search || holds(filter, row)) rows.push(row);
        if (rows.length === limit) return { rows, done: true };
        if (performance.now() >= turnEnds) {
          await nextTurn();
          if (cancelled()) return { rows, done: false };
          turnEnds = performance.now() + TURN_MS;
        }
      }
      const lastSeen = found.at(-1);
      const whole = found.length < wanted || lastSeen === undefined;
      if (whole) window = Math.min(LARGEST_WINDOW, window * 2);
      if (direction === 'older') {
        high = whole ? low - 1 : number(lastSeen, 'id') - 1;
        if (whole) low = Math.max(first, high - window + 1);
      } else {
        low = whole ? high + 1 : number(lastSeen, 'id') + 1;
        if (whole) high = Math.min(last, low + window - 1);
      }
    }
    return { rows, done: true };
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
