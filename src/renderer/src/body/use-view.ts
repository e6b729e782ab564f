import { useEffect, useRef, useState } from 'react';
import type { ViewJob } from '../view-worker/job.ts';
import { openViewWorker, type ViewResult, type ViewWorker } from '../view-worker/view-worker.ts';

export interface View {
  /** Of the job this is the result of. */
  readonly key: string;
  readonly result: ViewResult;
}

/** What the worker made of a job; the last result stays until the next one is here. `key` names the job's bytes and choices. */
export function useView(key: string, job: ViewJob | null): View | null {
  const worker = useRef<ViewWorker | null>(null);
  // The key stands for the job, whose bytes are a new object on every render.
  const latest = useRef(job);
  latest.current = job;
  const [view, setView] = useState<View | null>(null);
  useEffect(
    () => () => {
      worker.current?.close();
      worker.current = null;
    },
    [],
  );
  useEffect(() => {
    if (latest.current === null) return;
    let live = true;
    worker.current ??= openViewWorker();
    void worker.current.ask(latest.current).then((result) => {
      if (live && result !== null) setView({ key, result });
    });
    return () => {
      live = false;
    };
  }, [key]);
  return view;
}
