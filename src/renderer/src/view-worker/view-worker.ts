import type { ViewAnswer, ViewJob, ViewRequestMessage, ViewResponseMessage } from './job.ts';
import { startWorker } from './trusted-worker.ts';
import type { WireAnswer, WireJob } from './wire-job.ts';
import wireWorkerUrl from './wire-worker.ts?worker&url';
import bodyWorkerUrl from './worker.ts?worker&url';

/** A body that takes longer is hostile or broken. */
const TIME_LIMIT_MS = 5000;

export type ViewResult<Answer> =
  /** `stopped`: why this is a plainer view than the one asked for, in the user's words. */
  | { readonly kind: 'answer'; readonly answer: Answer; readonly stopped: string | null }
  /** Out of time or memory. */
  | { readonly kind: 'stopped'; readonly words: string };

/** One worker for one pane: a newer question stops an older one that is still being worked on. */
export interface ViewWorker<Job, Answer> {
  /** Resolves null when a newer question took this one's place. What is stopped at a limit takes its worker with it. */
  ask(job: Job): Promise<ViewResult<Answer> | null>;
  close(): void;
}

export function openBodyWorker(): ViewWorker<ViewJob, ViewAnswer> {
  return openViewWorker({
    start: () => startWorker(bodyWorkerUrl, 'view'),
    // Whatever a parser does with hostile bytes, their text is still shown.
    plainer: (job) => ({ job: { ...job, kind: 'text' }, words: 'Shown as text.' }),
  });
}

export function openWireWorker(): ViewWorker<WireJob, WireAnswer> {
  return openViewWorker({ start: () => startWorker(wireWorkerUrl, 'wire'), plainer: () => null });
}

export interface ViewWorkerOptions<Job> {
  readonly start: () => Worker;
  /** What to ask a new worker after one was stopped, and the words for it; null: nothing. */
  readonly plainer: (job: Job) => { readonly job: Job; readonly words: string } | null;
  readonly limitMs?: number;
}

type Ending<Answer> = { readonly answer: Answer } | { readonly stopped: string } | 'replaced';

interface Pending<Answer> {
  readonly id: number;
  readonly settle: (ending: Ending<Answer>) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function openViewWorker<Job, Answer>({
  start,
  plainer,
  limitMs = TIME_LIMIT_MS,
}: ViewWorkerOptions<Job>): ViewWorker<Job, Answer> {
  let worker: Worker | null = null;
  let pending: Pending<Answer> | null = null;
  let nextId = 0;

  const finish = (ending: Ending<Answer>): void => {
    if (pending === null) return;
    clearTimeout(pending.timer);
    const { settle } = pending;
    pending = null;
    settle(ending);
  };

  const stop = (ending: Ending<Answer>): void => {
    worker?.terminate();
    worker = null;
    finish(ending);
  };

  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = start();
    started.onmessage = ({ data }: MessageEvent<ViewResponseMessage<Answer>>) => {
      if (data.id !== pending?.id) return;
      finish(data.ok ? { answer: data.answer } : { stopped: 'This view could not be made.' });
    };
    started.onerror = () => stop({ stopped: 'This view took too much memory and was stopped.' });
    worker = started;
    return started;
  };

  const once = (job: Job): Promise<Ending<Answer>> =>
    new Promise((settle) => {
      const id = nextId++;
      const words = `This view took longer than ${limitMs / 1000} s and was stopped.`;
      const timer = setTimeout(() => stop({ stopped: words }), limitMs);
      pending = { id, settle, timer };
      running().postMessage({ id, job } satisfies ViewRequestMessage<Job>);
    });

  return {
    async ask(job) {
      if (pending !== null) stop('replaced');
      const first = await once(job);
      if (first === 'replaced') return null;
      if ('answer' in first) return { kind: 'answer', answer: first.answer, stopped: null };
      const fallback = plainer(job);
      const second = fallback === null ? first : await once(fallback.job);
      if (second === 'replaced') return null;
      return 'answer' in second
        ? { kind: 'answer', answer: second.answer, stopped: `${first.stopped} ${fallback?.words}` }
        : { kind: 'stopped', words: `${first.stopped} The bytes are in Hex.` };
    },
    close: () => stop('replaced'),
  };
}
