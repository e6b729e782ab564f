import { useEffect, useRef, useState } from 'react';
import type { ViewResult, ViewWorker } from '../view-worker/view-worker.ts';

export interface View<Job, Answer> {
  /** Of the job this is the result of. */
  readonly key: string;
  readonly job: Job;
  readonly result: ViewResult<Answer>;
}

/**
 * What a worker made of a job; the last result stays until the next one is here. `key` names the job's bytes and choices,
 * `open` is the same function at every call.
 */
export function useView<Job, Answer>(
  open: () => ViewWorker<Job, Answer>,
  key: string,
  job: Job | null,
): View<Job, Answer> | null {
  const worker = useRef<ViewWorker<Job, Answer> | null>(null);
  // The key stands for the job, whose bytes are a new object on every render.
  const latest = useRef(job);
  latest.current = job;
  const [view, setView] = useState<View<Job, Answer> | null>(null);
  useEffect(
    () => () => {
      worker.current?.close();
      worker.current = null;
    },
    [],
  );
  useEffect(() => {
    const job = latest.current;
    if (job === null) return;
    let live = true;
    worker.current ??= open();
    void worker.current.ask(job).then((result) => {
      if (live && result !== null) setView({ key, job, result });
    });
    return () => {
      live = false;
    };
  }, [open, key]);
  return view;
}
