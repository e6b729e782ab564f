import type { PatternMatch } from '../../../core/view/find-pattern.ts';
import type { PatternAnswer, PatternJob } from './pattern-job.ts';

/** What a pattern may compute: a fair one needs milliseconds for megabytes, a backtracking one would not end in a lifetime. */
export const PATTERN_LIMIT_MS = 250;

export type PatternOutcome =
  | { readonly kind: 'found'; readonly matches: readonly PatternMatch[] }
  | { readonly kind: 'no-pattern' }
  /** At the time limit, or out of memory. */
  | { readonly kind: 'stopped' };

/** Searches of one editor: a newer one ends an older one that is under way. */
export interface PatternWorker {
  /** null: a newer search took its place. */
  find(job: PatternJob): Promise<PatternOutcome | null>;
  close(): void;
}

interface Search {
  readonly job: PatternJob;
  readonly settle: (outcome: PatternOutcome | null) => void;
}

export function openPatternWorker(start: () => Worker, limitMs = PATTERN_LIMIT_MS): PatternWorker {
  let worker: Worker | null = null;
  let isReady = false;
  let search: Search | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const finish = (outcome: PatternOutcome | null): void => {
    clearTimeout(timer);
    search?.settle(outcome);
    search = null;
  };
  const stop = (outcome: PatternOutcome | null): void => {
    worker?.terminate();
    worker = null;
    isReady = false;
    finish(outcome);
  };
  /** The time begins when the worker does: its own start is none of the pattern's. */
  const begin = (): void => {
    if (worker === null || search === null) return;
    timer = setTimeout(() => stop({ kind: 'stopped' }), limitMs);
    worker.postMessage(search.job);
  };
  const started = (): Worker => {
    const made = start();
    made.onmessage = ({ data }: MessageEvent<PatternAnswer>) => {
      if (data === null) {
        isReady = true;
        begin();
      } else if (data.matches === null) finish({ kind: 'no-pattern' });
      else finish({ kind: 'found', matches: data.matches });
    };
    made.onerror = () => stop({ kind: 'stopped' });
    return made;
  };

  return {
    find(job) {
      if (search !== null) stop(null);
      return new Promise((settle) => {
        search = { job, settle };
        if (isReady) begin();
        else worker ??= started();
      });
    },
    close: () => stop(null),
  };
}
