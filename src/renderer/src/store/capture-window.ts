import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';

/** The loaded part of the list. `ids` newest first, without gaps among matching rows; `rows` holds exactly those. */
export interface RowWindow {
  readonly ids: readonly CaptureId[];
  readonly rows: ReadonlyMap<CaptureId, CaptureSummary>;
}

export interface ApplyRules {
  readonly matches: (row: CaptureSummary) => 'yes' | 'no' | 'unknown';
  /** Whether matching rows older than the window exist that are not loaded. */
  readonly more: boolean;
  /** Most rows to keep; the oldest go first. */
  readonly keep: number;
}

export interface Applied {
  readonly window: RowWindow;
  /** Rows that came in front of the window. */
  readonly added: number;
  /** The oldest row left out that only the engine can place; null: there is none. */
  readonly unknownFrom: CaptureId | null;
  /** Whether the oldest rows were dropped to stay within `keep`. */
  readonly dropped: boolean;
}

/** New and changed rows, in any order and as often as they come: the last state of each id wins. */
export function applyRows(window: RowWindow, changed: readonly CaptureSummary[], rules: ApplyRules): Applied {
  const rows = new Map(window.rows);
  const front: CaptureId[] = [];
  const between: CaptureId[] = [];
  const gone = new Set<CaptureId>();
  let unknownFrom: CaptureId | null = null;
  const newest = window.ids[0] ?? 0;
  const oldest = window.ids.at(-1) ?? 0;
  for (const row of changed) {
    const matches = rules.matches(row);
    if (rows.has(row.id)) {
      if (matches === 'no') gone.add(row.id);
      else rows.set(row.id, row);
    } else if (matches === 'unknown' && (row.id > oldest || !rules.more)) {
      unknownFrom = Math.min(unknownFrom ?? row.id, row.id);
    } else if (matches === 'yes' && row.id > newest) {
      front.push(row.id);
      rows.set(row.id, row);
    } else if (matches === 'yes' && (row.id > oldest || !rules.more)) {
      between.push(row.id);
      rows.set(row.id, row);
    }
  }
  for (const id of gone) rows.delete(id);
  let ids = window.ids;
  if (gone.size > 0) ids = ids.filter((id) => !gone.has(id));
  if (front.length > 0) ids = [...front.sort(newestFirst), ...ids];
  if (between.length > 0) ids = [...ids, ...between].sort(newestFirst);
  const dropped = ids.length > rules.keep;
  if (dropped) {
    for (const id of ids.slice(rules.keep)) rows.delete(id);
    ids = ids.slice(0, rules.keep);
  }
  return { window: { ids, rows }, added: front.length, unknownFrom, dropped };
}

/**
 * A page of the engine's list. Ids in `touched` keep the state that `current` has of them, or its absence: events spoke of
 * them while the page was under way, so the page may be older.
 */
export function mergePage(
  into: RowWindow,
  page: readonly CaptureSummary[],
  touched: ReadonlySet<CaptureId>,
  current: RowWindow,
): RowWindow {
  const rows = new Map(into.rows);
  const oldest = into.ids.at(-1) ?? Number.POSITIVE_INFINITY;
  for (const row of page) {
    if (!touched.has(row.id)) rows.set(row.id, row);
  }
  // The next page of a long list: no reason to sort a hundred thousand ids for it.
  if (touched.size === 0 && page.every(({ id }) => id < oldest)) {
    return { ids: [...into.ids, ...page.map(({ id }) => id)], rows };
  }
  for (const id of touched) {
    const row = current.rows.get(id);
    if (row !== undefined) rows.set(id, row);
  }
  return { ids: [...rows.keys()].sort(newestFirst), rows };
}

export function withoutIds(window: RowWindow, ids: readonly CaptureId[]): RowWindow {
  const gone = new Set(ids.filter((id) => window.rows.has(id)));
  if (gone.size === 0) return window;
  const rows = new Map(window.rows);
  for (const id of gone) rows.delete(id);
  return { ids: window.ids.filter((id) => !gone.has(id)), rows };
}

function newestFirst(a: CaptureId, b: CaptureId): number {
  return b - a;
}
