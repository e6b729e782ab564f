import type { CaptureId, CaptureSummary } from '../../core/capture.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { CaptureFilter } from '../../core/filter/filter.ts';
import type { CaptureUpdate, Store } from '../storage/store.ts';
import { givenUp, type Judgeable, judgeableOf } from './judge.ts';
import type { Judging } from './judging.ts';

/** Judges every stored capture of an endpoint again, off the capture path, after its secrets or scheme changed. */
export interface Rejudging {
  /** Starts; a run of the same endpoint under way is replaced by this newer one. */
  start(endpointId: string): void;
  /** Judges what has no verdict yet: the process ended, or the disk was full, before there was one. */
  resume(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stop(): void;
}

export interface RejudgingOptions {
  readonly store: Store;
  readonly judging: Pick<Judging, 'judgeLater' | 'stateChanges'>;
  readonly endpoint: (id: string) => Endpoint | undefined;
  readonly rows: (rows: readonly CaptureSummary[]) => void;
  readonly progress: (progress: { endpointId: string; done: number; total: number }) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
}

/** Key of the one run that is no endpoint's; endpoint ids are never empty. */
const UNJUDGED = '';

/** Captures a step: small enough that capturing and the screen get their turn between two, each a commit of its own. */
const STEP = 100;
/** Bodies of a step that are judged at a time. */
const STEP_BYTES = 16 * 1024 * 1024;

export function createRejudging(options: RejudgingOptions): Rejudging {
  const { store, judging } = options;
  const runs = new Map<string, { readonly done: Promise<void>; cancelled: boolean }>();

  async function run(endpointId: string, isCancelled: () => boolean): Promise<void> {
    const filter: CaptureFilter = { endpointId };
    // The total is counted while ids are read, newest captures last, so that it never lags behind `done`.
    const all: CaptureId[] = [];
    for (let after: CaptureId | null = null; ; ) {
      const ids: readonly CaptureId[] = await store.ids(filter, after, 10_000);
      all.push(...ids);
      after = ids.at(-1) ?? null;
      if (ids.length < 10_000 || isCancelled()) break;
    }
    // The newest are what the user is looking at.
    all.reverse();
    for (let done = 0; done < all.length && !isCancelled(); done += STEP) {
      options.progress({ endpointId, done, total: all.length });
      if (!(await step(endpointId, all.slice(done, done + STEP), isCancelled))) return;
    }
    if (!isCancelled()) options.progress({ endpointId, done: all.length, total: all.length });
  }

  async function runUnjudged(isCancelled: () => boolean): Promise<void> {
    for (let after: CaptureId | null = null; !isCancelled(); ) {
      const ids: readonly CaptureId[] = await store.unjudged(after, STEP);
      if (ids.length === 0 || !(await step(null, ids, isCancelled))) return;
      after = ids.at(-1) ?? null;
    }
  }

  /** false: the verdicts could not be stored, or nobody wants them any more. */
  async function step(
    endpointId: string | null,
    ids: readonly CaptureId[],
    isCancelled: () => boolean,
  ): Promise<boolean> {
    const asOf = judging.stateChanges;
    const judged: Promise<CaptureUpdate | null>[] = [];
    let bytes = 0;
    for (const id of ids) {
      const stored = await store.request(id);
      const endpoint = stored === null ? undefined : options.endpoint(endpointId ?? stored.detail.endpointId);
      if (stored === null || endpoint === undefined) continue;
      judged.push(judgedUpdate(id, judgeableOf(stored), endpoint.id));
      bytes += stored.body.length;
      if (bytes < STEP_BYTES) continue;
      await Promise.all(judged);
      bytes = 0;
    }
    const updates = (await Promise.all(judged)).filter((update) => update !== null);
    // Another run may have stored newer verdicts of these captures already.
    if (asOf !== judging.stateChanges) return isCancelled() ? false : step(endpointId, ids, isCancelled);
    const changed = await store.update(updates);
    if (changed.ok) options.rows(changed.value);
    else options.onStorageFailure(changed.failure);
    return changed.ok;
  }

  async function judgedUpdate(id: CaptureId, capture: Judgeable, endpointId: string): Promise<CaptureUpdate | null> {
    const judged = await judging.judgeLater({ capture, endpointId });
    if (judged.ok) return { id, ...judged.value.judgement };
    return judged.end === 'closing' ? null : { id, ...givenUp };
  }

  function begin(key: string, work: (isCancelled: () => boolean) => Promise<void>): void {
    const previous = runs.get(key);
    if (previous !== undefined) previous.cancelled = true;
    const state = { cancelled: false, done: Promise.resolve() };
    state.done = (previous?.done ?? Promise.resolve())
      .then(() => work(() => state.cancelled))
      .catch((error: unknown) => {
        options.onBug(error);
        // The storage reader may have died of what another asked of it, and runs again; verdicts must not stay of an older state for that.
        return state.cancelled ? undefined : work(() => state.cancelled);
      })
      .catch(options.onBug)
      .finally(() => {
        if (runs.get(key) === state) runs.delete(key);
      });
    runs.set(key, state);
  }

  return {
    start: (endpointId) => begin(endpointId, (isCancelled) => run(endpointId, isCancelled)),
    resume: () => begin(UNJUDGED, runUnjudged),
    async idle() {
      while (runs.size > 0) await Promise.all([...runs.values()].map((state) => state.done));
    },
    stop() {
      for (const state of runs.values()) state.cancelled = true;
    },
  };
}
