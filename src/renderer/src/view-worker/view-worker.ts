import type { ViewAnswer, ViewJob, ViewRequestMessage, ViewResponseMessage } from './job.ts';
import { startWorker } from './trusted-worker.ts';
import workerUrl from './worker.ts?worker&url';

/** A body that takes longer is hostile or broken; its bytes are still there in Hex. */
const TIME_LIMIT_MS = 5000;

export type ViewResult =
  | { readonly kind: 'answer'; readonly answer: ViewAnswer }
  /** Stopped at the time limit, or out of memory. */
  | { readonly kind: 'stopped'; readonly words: string };

/** One worker for one pane: a newer question stops an older one that is still being worked on. */
export interface ViewWorker {
  /** Resolves null when a newer question took this one's place. */
  ask(job: ViewJob): Promise<ViewResult | null>;
  close(): void;
}

interface Pending {
  readonly id: number;
  readonly settle: (result: ViewResult | null) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function openViewWorker(
  start: () => Worker = () => startWorker(workerUrl, 'view'),
  limitMs = TIME_LIMIT_MS,
): ViewWorker {
  let worker: Worker | null = null;
  let pending: Pending | null = null;
  let nextId = 0;

  const finish = (result: ViewResult | null): void => {
    if (pending === null) return;
    clearTimeout(pending.timer);
    const { settle } = pending;
    pending = null;
    settle(result);
  };

  const stop = (): void => {
    worker?.terminate();
    worker = null;
  };

  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = start();
    started.onmessage = ({ data }: MessageEvent<ViewResponseMessage>) => {
      if (data.id !== pending?.id) return;
      finish(
        data.ok
          ? { kind: 'answer', answer: data.answer }
          : { kind: 'stopped', words: 'This view could not be made. The bytes are in Hex.' },
      );
    };
    started.onerror = () => {
      stop();
      finish({ kind: 'stopped', words: 'This view took too much memory and was stopped. The bytes are in Hex.' });
    };
    worker = started;
    return started;
  };

  return {
    ask(job) {
      if (pending !== null) {
        stop();
        finish(null);
      }
      const id = nextId++;
      return new Promise((settle) => {
        const timer = setTimeout(() => {
          stop();
          finish({
            kind: 'stopped',
            words: `This view took longer than ${limitMs / 1000} s and was stopped. The bytes are in Hex.`,
          });
        }, limitMs);
        pending = { id, settle, timer };
        running().postMessage({ id, job } satisfies ViewRequestMessage);
      });
    },
    close() {
      stop();
      finish(null);
    },
  };
}
