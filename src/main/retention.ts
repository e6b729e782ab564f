import type { CaptureId } from '../core/capture.ts';
import type { Failure } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
import { type ClockTrust, createClockTrust } from './clock-trust.ts';
import type { Store } from './storage/store.ts';

/** Keeps the history within the user's bounds. */
export interface Retention {
  /** A capture was stored. */
  noteStored(): void;
  /** Bounds changed, or the engine started: looks soon. */
  soon(): void;
  stop(): Promise<void>;
}

export interface RetentionOptions {
  readonly store: Store;
  readonly bounds: () => Settings['history'];
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly removed: (ids: readonly CaptureId[]) => void;
  readonly onFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
}

/** Pruning costs a transaction, so it waits for a hundredth of the smallest history anybody would set… */
const EVERY_STORED = 500;
/** …and for captures that only grow old, once a minute. */
const EVERY_MS = 60_000;

export function createRetention(options: RetentionOptions): Retention {
  let stored = 0;
  let trust: ClockTrust | null = null;
  let running: Promise<void> | null = null;
  const timer = setInterval(look, EVERY_MS);
  timer.unref();

  function look(): void {
    stored = 0;
    running ??= prune()
      .catch(options.onBug)
      .finally(() => {
        running = null;
      });
  }

  async function prune(): Promise<void> {
    const { store, now, monotonicMs } = options;
    trust ??= createClockTrust(now, monotonicMs, await newestAt());
    const bounds = options.bounds();
    const pruned = await store.prune(trust.isSteady() ? bounds : { ...bounds, maxAgeDays: 0 }, now());
    if (pruned.ok) options.removed(pruned.value.removed);
    else options.onFailure(pruned.failure);
  }

  /** Of what an earlier run, or this one, captured last. */
  async function newestAt(): Promise<number | null> {
    const { rows } = await options.store.list({ filter: {}, before: null, limit: 1 });
    return rows[0]?.receivedAt ?? null;
  }

  return {
    noteStored() {
      stored += 1;
      if (stored >= EVERY_STORED) look();
    },
    soon: look,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
