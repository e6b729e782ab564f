import type { CaptureId, CaptureSummary } from '../core/capture.ts';
import type { EventName, Events } from '../core/contract.ts';

type Listener<K extends EventName> = (event: Events[K]) => void;

/** The engine's one way out: every host subscribes here. A listener that throws is that host's bug and is reported. */
export interface EventHub {
  on<K extends EventName>(name: K, listener: Listener<K>): () => void;
  emit<K extends EventName>(name: K, event: Events[K]): void;
  /** Queues rows for the next `captures.changed`; the newest state of a row wins. */
  rows(rows: readonly CaptureSummary[]): void;
  removed(ids: readonly CaptureId[]): void;
  /** Sends what is queued. */
  flush(): void;
}

/** One message a frame is all a screen can show; at 1,000 captures a second each message then carries some sixteen rows. */
const BATCH_MS = 16;

/** From so many rows a message on, the next one waits longer: nobody reads that fast, and a row and its verdict go in one. */
const MANY_ROWS = 64;
const FLOOD_BATCH_MS = 50;

export function createEventHub(onListenerError: (error: unknown) => void): EventHub {
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const pending = new Map<CaptureId, CaptureSummary>();
  let timer: NodeJS.Timeout | null = null;
  let batchMs = BATCH_MS;

  function emit<K extends EventName>(name: K, event: Events[K]): void {
    for (const listener of listeners.get(name) ?? []) {
      try {
        // The set under `name` only ever holds listeners of that name's event (see `on`).
        (listener as Listener<K>)(event);
      } catch (error) {
        onListenerError(error);
      }
    }
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending.size === 0) return;
    const rows = [...pending.values()].sort((a, b) => a.id - b.id);
    pending.clear();
    batchMs = rows.length < MANY_ROWS ? BATCH_MS : FLOOD_BATCH_MS;
    emit('captures.changed', { rows });
  }

  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    emit,
    rows(rows) {
      for (const row of rows) pending.set(row.id, row);
      if (pending.size > 0) timer ??= setTimeout(flush, batchMs);
    },
    removed(ids) {
      for (const id of ids) pending.delete(id);
      if (ids.length > 0) emit('captures.removed', { ids });
    },
    flush,
  };
}
