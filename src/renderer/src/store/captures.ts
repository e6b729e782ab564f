import { createStore } from 'zustand/vanilla';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { Bridge, CaptureListPage } from '../../../core/contract.ts';
import type { Failure } from '../../../core/failure.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { matchesSummary } from '../../../core/filter/match.ts';
import { parseFilter } from '../../../core/filter/parse.ts';
import type { Result } from '../../../core/result.ts';
import { applyRows, mergePage, type RowWindow, withoutIds } from './capture-window.ts';
import { createRowCompactor } from './compact-row.ts';

/** What the user asked the list for. */
export interface CaptureQuery {
  /** The filter box, as typed. */
  readonly text: string;
  /** null: all endpoints. */
  readonly endpointId: string | null;
}

export interface CapturesState extends RowWindow {
  readonly query: CaptureQuery;
  /** The query as the engine takes it. */
  readonly filter: CaptureFilter;
  /** The one that the rows answer: those of the filter before stay until there are others. */
  readonly listedFilter: CaptureFilter;
  /** What of the filter's text could not be taken as written, one sentence each. */
  readonly problems: readonly string[];
  readonly selectedId: CaptureId | null;
  /** The selection stays on the newest row until the user moves. */
  readonly following: boolean;
  /** Rows that came in front since the list last showed its newest row. */
  readonly newCount: number;
  /** Whether older rows match too. */
  readonly more: boolean;
  /** All captures in the history, whatever the filter. */
  readonly total: number;
  /**
   * `first`: nothing of the filter is known yet, and the rows are still those of the one before. `rest`: the first rows of a long
   * search are here. `older`: the next page is on its way.
   */
  readonly loading: 'first' | 'rest' | 'older' | null;
  /** How far a long search has come, 0 to 1; null: none is under way, or nobody can tell. */
  readonly searched: number | null;

  /** Subscribes, then lists; the returned function ends the subscription. */
  start(): Promise<() => void>;
  /** Lists what the query asks for; the list changes when the user pauses. */
  setQuery(query: Partial<CaptureQuery>): void;
  loadOlder(): Promise<void>;
  /** The user chose a row: the list stops following. */
  select(id: CaptureId | null): void;
  /** Moves the selection by rows; beyond the ends it stays there. Back up on the newest row, the list follows it again. */
  moveSelection(by: number): void;
  /** The user looks at something that must stay: the selection no longer follows the newest. */
  stopFollowing(): void;
  jumpToNewest(): void;
  /** The newest row is on screen: nothing in front is unseen. */
  sawNewest(): void;
  /** Index behind the last row on screen; rows up to there are never dropped from the window. */
  setVisibleEnd(index: number): void;
  /** Nobody sees the list: a search that is under way ends. */
  leave(): void;
  /** Somebody sees it again. */
  enter(): void;
  clear(): Promise<Result<{ token: string; count: number }, Failure>>;
  restore(token: string): Promise<Result<{ count: number }, Failure>>;
}

export const PAGE_ROWS = 200;

/**
 * Rows held while requests stream in. A row is about 1 KiB here; older ones are one page load away, so holding all of a
 * long run would only cost memory. Rows the user scrolled to are kept beyond this.
 */
export const WINDOW_ROWS = 10_000;

/** The selection follows the newest at most this often: the detail pane loads a capture for each selection. */
const FOLLOW_EVERY_MS = 250;

/** Text filters are answered by the engine: under a stream of requests it is asked at most this often. */
const RELIST_EVERY_MS = 250;

/**
 * The engine searches so long for one answer. What it found until then is shown, and it is asked again: so the first rows come
 * early, and a search that nobody waits for any more ends within this time.
 */
const SEARCH_MS = 100;

/** A pause in typing after which the list follows the filter box: a text search may read many bodies. */
const TYPING_MS = 120;

/** Changes held back for the next frame; a hidden window has no frames, so beyond this they are applied at once. */
const HELD_ROWS = 2000;

export interface CapturesPorts {
  /** Runs once before the next frame is painted. */
  readonly nextFrame: (run: () => void) => void;
  readonly after: (ms: number, run: () => void) => void;
}

const browserPorts: CapturesPorts = {
  nextFrame: (run) => requestAnimationFrame(run),
  after: (ms, run) => setTimeout(run, ms),
};

/** The list: a window of rows over the engine's history, newest first. */
export function createCapturesStore(bridge: Bridge, ports: CapturesPorts = browserPorts) {
  return createStore<CapturesState>()((set, get) => {
    const compact = createRowCompactor();
    let held = new Map<CaptureId, CaptureSummary>();
    let frameAsked = false;
    /** Highest id ever seen: a row above it is new in the history, any other only changed. */
    let newestSeen = 0;
    /** Raised whenever an older answer must no longer be applied: a new filter, or everything listed again. */
    let listing = 0;
    /** Ids that events spoke of while a page was under way: the page may hold their older state. */
    let touched = new Set<CaptureId>();
    let visibleEnd = 0;
    let followAsked = false;
    /** The oldest id that the next question is about; null: none will be asked. */
    let relistFrom: CaptureId | null = null;
    /** A search ended because nobody saw its list. */
    let isLeft = false;
    let queries = 0;

    /** Pages of the filter's rows between two ids, newest first, up to `PAGE_ROWS` rows. Another list ends it. */
    async function* pages(before: CaptureId | null, after: CaptureId | null): AsyncGenerator<CaptureListPage, void> {
      const own = listing;
      const { filter } = get();
      const bound = after === null ? {} : { after };
      let limit = PAGE_ROWS;
      for (let from = before; ; ) {
        const page = await bridge.call('captures.list', { filter, before: from, ...bound, limit, withinMs: SEARCH_MS });
        if (own !== listing) return;
        yield { ...page, rows: page.rows.map(compact) };
        limit -= page.rows.length;
        if (page.searchedTo === undefined || limit <= 0) return;
        from = page.searchedTo;
      }
    }

    /** The newest id is the length of the history, but for what was deleted of it. */
    const shareTo = (searchedTo: CaptureId | undefined, total: number): number | null => {
      if (searchedTo === undefined || newestSeen === 0) return null;
      return Math.min(1, Math.max(0, newestSeen - searchedTo) / Math.max(total, 1));
    };

    const listAgain = async () => {
      const own = ++listing;
      const { filter } = get();
      set({ loading: 'first', searched: null });
      touched = new Set();
      let isFirst = true;
      for await (const page of pages(null, null)) {
        const isLast = page.searchedTo === undefined;
        newestSeen = Math.max(newestSeen, page.rows[0]?.id ?? 0);
        set({ more: page.more, total: page.total, searched: shareTo(page.searchedTo, page.total) });
        // The rows before stay on screen until there are others.
        if (isFirst && page.rows.length === 0 && !isLast) continue;
        const into = isFirst ? { ids: [], rows: new Map() } : get();
        set({ ...mergePage(into, page.rows, touched, get()), loading: 'rest' });
        if (isFirst) set({ newCount: 0, listedFilter: filter });
        if (isFirst) settleSelection();
        isFirst = false;
      }
      if (own !== listing) return;
      set({ loading: null, searched: null });
      newestSeen = Math.max(newestSeen, get().ids[0] ?? 0);
      if (touched.size > 0) askForNewest(Math.min(...touched));
    };

    /**
     * Asks the engine for the rows from an id on and merges them: for filters that rows alone cannot answer, and for the total
     * after an answer during which rows arrived, of which nobody can tell whether it counted them.
     */
    const askForNewest = (from: CaptureId) => {
      const isAsked = relistFrom !== null;
      relistFrom = Math.min(relistFrom ?? from, from);
      if (isAsked) return;
      ports.after(RELIST_EVERY_MS, async () => {
        const after = Math.max(0, (relistFrom ?? from) - 1);
        relistFrom = null;
        touched = new Set();
        for await (const page of pages(null, after === 0 ? null : after)) {
          const before = get();
          const newest = before.ids[0];
          const oldestAnswered = page.rows.at(-1)?.id;
          // More came than a page holds: the rows between would be missing, so the window starts afresh.
          const isGap = page.searchedTo === undefined && page.more;
          if (isGap && newest !== undefined && oldestAnswered !== undefined && oldestAnswered > newest) {
            await listAgain();
            return;
          }
          const window = mergePage(before, page.rows, touched, before);
          const added = window.ids.length - before.ids.length;
          set({ ...window, total: page.total, newCount: before.following ? 0 : before.newCount + Math.max(0, added) });
          newestSeen = Math.max(newestSeen, window.ids[0] ?? 0);
          follow();
        }
        if (touched.size > 0) askForNewest(Math.min(...touched));
      });
    };

    /** After a new list: keeps the selection where it is still listed, else takes the newest row. */
    const settleSelection = () => {
      followIfEmpty();
      const { selectedId, ids, rows, following } = get();
      if (following || selectedId === null || !rows.has(selectedId)) set({ selectedId: ids[0] ?? null });
    };

    /** Nothing is left that the user could be looking at: what comes next is followed as in a list that never had rows. */
    const followIfEmpty = () => {
      if (get().ids.length === 0) set({ following: true, newCount: 0, selectedId: null });
    };

    const follow = () => {
      if (followAsked) return;
      const { following, selectedId, ids } = get();
      if (selectedId === null && ids.length > 0) set({ selectedId: ids[0] ?? null });
      if (!following) return;
      followAsked = true;
      set({ selectedId: ids[0] ?? null });
      ports.after(FOLLOW_EVERY_MS, () => {
        followAsked = false;
        const now = get();
        if (now.following && now.selectedId !== (now.ids[0] ?? null)) follow();
      });
    };

    const applyHeld = () => {
      frameAsked = false;
      const changed = [...held.values()];
      held = new Map();
      const before = get();
      const fresh = changed.filter((row) => row.id > newestSeen).length;
      for (const row of changed) newestSeen = Math.max(newestSeen, row.id);
      const { window, added, unknownFrom, dropped } = applyRows(before, changed, {
        matches: (row) => matchesSummary(before.filter, row),
        more: before.more,
        keep: Math.max(WINDOW_ROWS, visibleEnd + PAGE_ROWS),
      });
      set({
        ...window,
        total: before.total + fresh,
        more: before.more || dropped,
        newCount: before.following ? 0 : before.newCount + added,
      });
      if (unknownFrom !== null) askForNewest(unknownFrom);
      follow();
    };

    const hold = (rows: readonly CaptureSummary[]) => {
      for (const row of rows) {
        held.set(row.id, compact(row));
        touched.add(row.id);
      }
      if (held.size > HELD_ROWS) applyHeld();
      else if (!frameAsked && held.size > 0) {
        frameAsked = true;
        ports.nextFrame(() => {
          if (frameAsked) applyHeld();
        });
      }
    };

    const remove = (ids: readonly CaptureId[]) => {
      for (const id of ids) {
        held.delete(id);
        touched.add(id);
      }
      const before = get();
      const at = before.selectedId === null ? -1 : before.ids.indexOf(before.selectedId);
      const window = withoutIds(before, ids);
      set({ ...window, total: Math.max(0, before.total - ids.length) });
      if (before.selectedId !== null && !window.rows.has(before.selectedId)) {
        set({ selectedId: window.ids[Math.min(Math.max(at, 0), window.ids.length - 1)] ?? null });
      }
      followIfEmpty();
    };

    return {
      ids: [],
      rows: new Map(),
      query: { text: '', endpointId: null },
      filter: {},
      listedFilter: {},
      problems: [],
      selectedId: null,
      following: true,
      newCount: 0,
      more: false,
      total: 0,
      loading: 'first',
      searched: null,

      async start() {
        const stops = [
          bridge.on('captures.changed', ({ rows }) => hold(rows)),
          bridge.on('captures.removed', (event) => {
            if ('all' in event) {
              held = new Map();
              void listAgain();
            } else {
              remove(event.ids);
            }
          }),
        ];
        await listAgain();
        return () => {
          for (const stop of stops) stop();
        };
      },

      setQuery(part) {
        const query = { ...get().query, ...part };
        const textChanged = query.text !== get().query.text;
        set({ query });
        const asked = ++queries;
        const apply = () => {
          if (asked !== queries) return;
          const { filter, problems } = parseFilter(query.text);
          set({ filter: query.endpointId === null ? filter : { ...filter, endpointId: query.endpointId }, problems });
          void listAgain();
        };
        if (textChanged) ports.after(TYPING_MS, apply);
        else apply();
      },

      async loadOlder() {
        const { more, loading, ids } = get();
        const last = ids.at(-1);
        if (!more || loading !== null || last === undefined) return;
        const own = listing;
        set({ loading: 'older' });
        touched = new Set();
        for await (const page of pages(last, null)) {
          const window = mergePage(get(), page.rows, touched, get());
          set({ ...window, more: page.more, total: page.total, searched: shareTo(page.searchedTo, page.total) });
        }
        if (own === listing) set({ loading: null, searched: null });
      },

      select: (id) => set({ selectedId: id, following: false }),

      moveSelection(by) {
        const { ids, selectedId } = get();
        if (ids.length === 0) return;
        const at = selectedId === null ? -1 : ids.indexOf(selectedId);
        const to = at === -1 ? (by > 0 ? 0 : ids.length - 1) : Math.min(Math.max(at + by, 0), ids.length - 1);
        set({ selectedId: ids[to] ?? null, following: to === 0 && by < 0 });
      },

      stopFollowing: () => {
        if (get().following) set({ following: false });
      },

      jumpToNewest: () => set({ following: true, newCount: 0, selectedId: get().ids[0] ?? null }),

      sawNewest: () => {
        if (get().newCount > 0) set({ newCount: 0 });
      },

      setVisibleEnd: (index) => {
        visibleEnd = index;
      },

      leave() {
        const { loading } = get();
        if (loading === null) return;
        listing++;
        // Older pages are asked for again by scrolling.
        isLeft = loading !== 'older';
        set({ loading: null, searched: null });
      },

      enter() {
        if (isLeft) void listAgain();
        isLeft = false;
      },

      clear: () => bridge.call('captures.clear', { filter: get().filter }),
      restore: (token) => bridge.call('captures.restore', { token }),
    };
  });
}
