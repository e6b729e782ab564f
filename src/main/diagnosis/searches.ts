import type { Logger } from 'pino';
import type { Failure, SearchEnd } from '../../core/failure.ts';
import { fail, type Result } from '../../core/result.ts';
import { askDisposableWorker, failureOf } from '../disposable-worker.ts';
import { createTurns } from '../turns.ts';
import type { SearchAnswer, SearchKind, SearchMessage, SearchTask } from './search-tasks.ts';

/**
 * Searches that compute for seconds on hostile input, each in a worker of its own that is thrown away: nothing of a search, its
 * secrets included, is left when it is over, and whatever goes wrong in it ends with it.
 */
export interface Searches {
  /**
   * Runs one search. `prepare` is called when its turn has come. A search under way of the same name ends with `cancelled`.
   * Failures: `cancelled`, `search-ended`, and those of `prepare`; rejects only when `prepare` does.
   */
  run<K extends SearchKind>(
    name: string,
    kind: K,
    prepare: () => Promise<Result<SearchTask<K>, Failure>>,
  ): Promise<Result<SearchAnswer<K>, Failure>>;
  cancel(name: string): void;
  /** Ends every search and takes no more. Resolves when the last worker is gone. Idempotent. */
  close(): Promise<void>;
}

export interface SearchLimits {
  /** Workers at a time: they compete with capturing for the machine's cores. */
  readonly concurrent: number;
  /** Searches that may wait for their turn. */
  readonly waiting: number;
  /** V8 heap of a worker. Parsed JSON takes about ten times its bytes. */
  readonly heapMiB: number;
  /** From the start of the worker to its answer, in ms: far above what the search allows itself. */
  readonly timeMs: Readonly<Record<SearchKind, number>>;
}

export const usualSearchLimits: SearchLimits = {
  concurrent: 2,
  waiting: 16,
  heapMiB: 512,
  timeMs: { check: 20_000, discover: 20_000 },
};

export interface SearchesOptions {
  /** The entry file of the workers. */
  readonly worker: URL;
  readonly log: Logger;
  readonly limits?: SearchLimits;
}

export function createSearches({ worker, log, limits = usualSearchLimits }: SearchesOptions): Searches {
  const turns = createTurns(limits.concurrent);
  /** By name, waiting and running ones. They are only ever aborted with a `Failure`. */
  const controls = new Map<string, AbortController>();
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  async function search<K extends SearchKind>(
    kind: K,
    prepare: () => Promise<Result<SearchTask<K>, Failure>>,
    signal: AbortSignal,
  ): Promise<Result<SearchAnswer<K>, Failure>> {
    const release = await turns.take(signal);
    if (release === null) return fail(failureOf(signal));
    try {
      const task = await prepare();
      if (signal.aborted) return fail(failureOf(signal));
      if (!task.ok) return task;
      const { heapMiB, timeMs } = limits;
      // `kind` and the task belong together; TypeScript loses that by the key.
      const message = { kind, task: task.value } as SearchMessage;
      const options = { worker, name: `search ${kind}`, log, heapMiB, timeMs: timeMs[kind], ended };
      return await askDisposableWorker<SearchAnswer<K>>(options, message, signal);
    } finally {
      release();
    }
  }

  return {
    async run(name, kind, prepare) {
      controls.get(name)?.abort(cancelled);
      if (closed) return fail(ended('closing'));
      if (turns.free === 0 && turns.waiting >= limits.waiting) return fail(ended('busy'));
      const control = new AbortController();
      controls.set(name, control);
      const searching = search(kind, prepare, control.signal);
      underWay.add(searching);
      try {
        return await searching;
      } finally {
        underWay.delete(searching);
        if (controls.get(name) === control) controls.delete(name);
      }
    },
    cancel: (name) => controls.get(name)?.abort(cancelled),
    async close() {
      closed = true;
      for (const control of controls.values()) control.abort(ended('closing'));
      await Promise.allSettled(underWay);
    },
  };
}

const cancelled: Failure = { code: 'cancelled' };

function ended(cause: SearchEnd): Failure {
  return { code: 'search-ended', cause };
}
