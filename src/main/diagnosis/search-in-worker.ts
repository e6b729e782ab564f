import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Failure, SearchEnd } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { SearchAnswer, SearchKind, SearchMessage, SearchTask } from './search-tasks.ts';

export interface SearchWorkerOptions {
  readonly worker: URL;
  readonly log: Logger;
  readonly heapMiB: number;
  readonly timeMs: number;
}

/**
 * One search in one new worker, which is gone when this resolves. Ends it when it takes too long or `signal` is aborted (with the
 * failure to answer). `search-ended`: out of time or memory, or a bug, which is logged.
 */
export function searchInWorker<K extends SearchKind>(
  { worker: url, log, heapMiB, timeMs }: SearchWorkerOptions,
  kind: K,
  task: SearchTask<K>,
  signal: AbortSignal,
): Promise<Result<SearchAnswer<K>, Failure>> {
  return new Promise((resolve) => {
    let outcome: Result<SearchAnswer<K>, Failure> | null = null;
    // Neither the environment nor what it could write to standard output is any of its business.
    const worker = new Worker(url, {
      name: `search ${kind}`,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    });
    const end = (result: Result<SearchAnswer<K>, Failure>): void => {
      outcome ??= result;
      void worker.terminate();
    };
    const timer = setTimeout(() => end(fail(ended('time'))), timeMs);
    const abort = (): void => end(fail(failureOf(signal)));
    signal.addEventListener('abort', abort, { once: true });
    // The worker computes `kind` with functions compiled against the same `SearchTasks`.
    worker.on('message', (answer) => end(ok(answer as SearchAnswer<K>)));
    worker.on('error', (error) => {
      const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isMemory) log.error({ search: kind, ...placeOf(error) }, 'a search threw');
      outcome ??= fail(ended(isMemory ? 'memory' : 'fault'));
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(outcome ?? fail(ended('fault')));
    });
    // As above: kind and task belong together.
    worker.postMessage({ kind, task } as SearchMessage);
  });
}

/** Of an aborted signal. A signal's reason has no type; searches are aborted with failures and nothing else. */
export function failureOf(signal: AbortSignal): Failure {
  return signal.reason as Failure;
}

export function ended(cause: SearchEnd): Failure {
  return { code: 'search-ended', cause };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Where an error was thrown, without its message: JSON.parse, for one, quotes what it was given, and that may be a secret. */
function placeOf(error: unknown): { readonly name: string; readonly code: unknown; readonly frames: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, frames: '' };
  const { name, message, stack = '' } = error;
  const at = stack.indexOf(message);
  return { name, code: codeOf(error), frames: at === -1 ? '' : stack.slice(at + message.length).trim() };
}
