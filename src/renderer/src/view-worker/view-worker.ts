import type { ViewAnswer, ViewJob, ViewRequestMessage, ViewResponseMessage } from './job.ts';
import { startWorker } from './trusted-worker.ts';
import workerUrl from './worker.ts?worker&url';

/** A body that takes longer is hostile or broken. */
const TIME_LIMIT_MS = 5000;

export interface ViewResult {
  /** null: not even the plain text could be made; the bytes are in Hex. */
  readonly answer: ViewAnswer | null;
  /** Why the wanted view was stopped, in the user's words; `answer` is then the plain text. */
  readonly stopped: string | null;
}

/** One worker for one pane: a newer question stops an older one that is still being worked on. */
export interface ViewWorker {
  /**
   * Resolves null when a newer question took this one's place. A view that is stopped at its limit takes the worker with it; a
   * new one is asked for the plain text.
   */
  ask(job: ViewJob): Promise<ViewResult | null>;
  close(): void;
}

type Ending = { readonly answer: ViewAnswer } | { readonly stopped: string } | 'replaced';

interface Pending {
  readonly id: number;
  readonly settle: (ending: Ending) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function openViewWorker(
  start: () => Worker = () => startWorker(workerUrl, 'view'),
  limitMs = TIME_LIMIT_MS,
): ViewWorker {
  let worker: Worker | null = null;
  let pending: Pending | null = null;
  let nextId = 0;

  const finish = (ending: Ending): void => {
    if (pending === null) return;
    clearTimeout(pending.timer);
    const { settle } = pending;
    pending = null;
    settle(ending);
  };

  const stop = (ending: Ending): void => {
    worker?.terminate();
    worker = null;
    finish(ending);
  };

  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = start();
    started.onmessage = ({ data }: MessageEvent<ViewResponseMessage>) => {
      if (data.id !== pending?.id) return;
      finish(data.ok ? { answer: data.answer } : { stopped: 'This view could not be made.' });
    };
    started.onerror = () => stop({ stopped: 'This view took too much memory and was stopped.' });
    worker = started;
    return started;
  };

  const once = (job: ViewJob): Promise<Ending> =>
    new Promise((settle) => {
      const id = nextId++;
      const words = `This view took longer than ${limitMs / 1000} s and was stopped.`;
      const timer = setTimeout(() => stop({ stopped: words }), limitMs);
      pending = { id, settle, timer };
      running().postMessage({ id, job } satisfies ViewRequestMessage);
    });

  return {
    async ask(job) {
      if (pending !== null) stop('replaced');
      const ending = await once(job);
      if (ending === 'replaced') return null;
      if ('answer' in ending) return { answer: ending.answer, stopped: null };
      const plain = await once({ ...job, kind: 'text' });
      if (plain === 'replaced') return null;
      if ('answer' in plain) return { answer: plain.answer, stopped: `${ending.stopped} Shown as text.` };
      return { answer: null, stopped: `${ending.stopped} The bytes are in Hex.` };
    },
    close: () => stop('replaced'),
  };
}
