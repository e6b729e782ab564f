import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Failure, SearchEnd } from '../core/failure.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { codeOf, placeOf } from './error-place.ts';
import { WORKER_HEAP } from './small-heaps.ts';

export interface DisposableWorkerOptions {
  /** The entry file: a worker that answers its one message with one message. */
  readonly worker: URL;
  /** For the log, and for whoever looks at the process's threads. */
  readonly name: string;
  readonly log: Logger;
  /** V8 heap, in MiB. Array buffers lie outside it: what the worker puts into them it has to bound by itself. */
  readonly heapMiB: number;
  /** From the start of the worker to its answer, in ms. */
  readonly timeMs: number;
  /** The failure for a worker out of time or memory, or with a bug in it, which is logged. */
  readonly ended: (cause: Extract<SearchEnd, 'time' | 'memory' | 'fault'>) => Failure;
}

/**
 * One message to one new worker, which is gone when this resolves with its answer: whatever hostile input did to it ends with
 * it. Ended when it takes too long or `signal` is aborted, with the failure to answer.
 */
export function askDisposableWorker<Answer>(
  { worker: url, name, log, heapMiB, timeMs, ended }: DisposableWorkerOptions,
  message: unknown,
  signal: AbortSignal,
): Promise<Result<Answer, Failure>> {
  return new Promise((resolve) => {
    let outcome: Result<Answer, Failure> | null = null;
    // Neither the environment nor what it could write to standard output is any of its business.
    const worker = new Worker(url, {
      name,
      env: {},
      resourceLimits: { ...WORKER_HEAP, maxOldGenerationSizeMb: heapMiB },
    });
    const end = (result: Result<Answer, Failure>): void => {
      outcome ??= result;
      void worker.terminate();
    };
    const timer = setTimeout(() => end(fail(ended('time'))), timeMs);
    const abort = (): void => end(fail(failureOf(signal)));
    signal.addEventListener('abort', abort, { once: true });
    // The caller and the entry file are compiled against one type of answer.
    worker.on('message', (answer) => end(ok(answer as Answer)));
    worker.on('error', (error) => {
      const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isMemory) log.error({ worker: name, ...placeOf(error) }, 'a worker threw');
      outcome ??= fail(ended(isMemory ? 'memory' : 'fault'));
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(outcome ?? fail(ended('fault')));
    });
    worker.postMessage(message);
  });
}

/** Of an aborted signal. A signal's reason has no type; disposable workers are aborted with failures and nothing else. */
export function failureOf(signal: AbortSignal): Failure {
  return signal.reason as Failure;
}
