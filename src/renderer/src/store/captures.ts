import { createStore } from 'zustand/vanilla';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { Bridge } from '../../../core/contract.ts';
import type { Failure } from '../../../core/failure.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { matchesSummary } from '../../../core/filter/match.ts';
import { parseFilter } from '../../../core/filter/parse.ts';
import type { Result } from '../../../core/result.ts';
import { applyRows, mergePage, type RowWindow, withoutIds } from './capture-window.ts';

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
  /** `first`: nothing is known yet. `older`: the next page is on its way. */
  readonly loading: 'first' | 'older' | null;

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
    let relistAsked = false;
    let queries = 0;

    const list = async (before: CaptureId | null) => {
      const own = listing;
      touched = new Set();
      const page = await bridge.call('captures.list', { filter: get().filter, before, limit: PAGE_ROWS });
      return own === listing ? page : null;
    };

    const listAgain = async () => {
      listing++;
      set({ loading: 'first' });
      const page = await list(null);
      if (page === null) return;
      const window = mergePage({ ids: [], rows: new Map() }, page.rows, touched, get());
      newestSeen = Math.max(newestSeen, window.ids[0] ?? 0);
      set({ ...window, more: page.more, total: page.total, loading: null, newCount: 0 });
      settleSelection();
      if (touched.size > 0) askForNewest();
    };

    /**
     * Asks the engine for the newest page and merges it: for filters that rows alone cannot answer, and for the total after
     * an answer during which rows arrived, of which nobody can tell whether it counted them.
     */
    const askForNewest = () => {
      if (relistAsked) return;
      relistAsked = true;
      ports.after(RELIST_EVERY_MS, async () => {
        relistAsked = false;
        const page = await list(null);
        if (page === null) return;
        const before = get();
        const newest = before.ids[0];
        const oldestAnswered = page.rows.at(-1)?.id;
        // More came than a page holds: the rows between would be missing, so the window starts afresh.
        if (page.more && newest !== undefined && oldestAnswered !== undefined && oldestAnswered > newest) {
          await listAgain();
          return;
        }
        const window = mergePage(before, page.rows, touched, before);
        const added = window.ids.length - before.ids.length;
        set({ ...window, total: page.total, newCount: before.following ? 0 : before.newCount + Math.max(0, added) });
        newestSeen = Math.max(newestSeen, window.ids[0] ?? 0);
        follow();
        if (touched.size > 0) askForNewest();
      });
    };

    /** After a new list: keeps the selection where it is still listed, else takes the newest row. */
    const settleSelection = () => {
      const { selectedId, ids, rows, following } = get();
      if (following || selectedId === null || !rows.has(selectedId)) set({ selectedId: ids[0] ?? null });
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
      const { window, added, unknown, dropped } = applyRows(before, changed, {
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
      if (unknown) askForNewest();
      follow();
    };

    const hold = (rows: readonly CaptureSummary[]) => {
      for (const row of rows) {
        held.set(row.id, row);
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
    };

    return {
      ids: [],
      rows: new Map(),
      query: { text: '', endpointId: null },
      filter: {},
      problems: [],
      selectedId: null,
      following: true,
      newCount: 0,
      more: false,
      total: 0,
      loading: 'first',

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
        set({ loading: 'older' });
        const page = await list(last);
        if (page === null) return;
        set({ ...mergePage(get(), page.rows, touched, get()), more: page.more, total: page.total, loading: null });
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

      clear: () => bridge.call('captures.clear', { filter: get().filter }),
      restore: (token) => bridge.call('captures.restore', { token }),
    };
  });
}
