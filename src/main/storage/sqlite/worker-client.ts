import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { createLender } from '../../lent-bytes.ts';
import { WORKER_HEAP } from '../../small-heaps.ts';
import type { Answer, CallMessage, FromWorker, Input, Output, ToWorker } from './protocol.ts';

/** The other side of a storage worker. */
export interface WorkerClient<Calls, Opening = unknown> {
  /** `bytes` are copied at the end of the turn, all of a turn's into one piece of memory. Rejects only for bugs. */
  call<K extends keyof Calls & string>(
    name: K,
    input: Input<Calls, K>,
    bytes?: readonly Uint8Array[],
  ): Promise<Result<Output<Calls, K>, Failure>>;
  /** Waits for what was asked, then ends the worker. Idempotent. */
  close(): Promise<void>;
  /** Ends the worker without waiting for what was asked, which fails; for what takes long and is not wanted any more. */
  abandon(): Promise<void>;
  /** Ends the worker as `abandon` does, and starts it again: it opens what now lies where its file was. */
  restart(): Promise<Result<Opening, Failure>>;
}

export interface WorkerOptions {
  /** `writer` or `reader`, for messages. */
  readonly name: string;
  readonly url: URL;
  readonly data: object;
  readonly onFault: (failure: Failure) => void;
  readonly onReopened: () => void;
}

interface Pending {
  readonly settle: (result: Result<unknown, Failure>) => void;
  readonly reject: (bug: Error) => void;
  /** The worker is done with the bytes it came with. */
  done: () => void;
}

/**
 * Starts a worker and waits until it has opened its file. When it dies, what was asked of it fails, and it is started
 * again, unless it dies without having answered anything: then it would only die once more.
 */
export async function startWorker<Calls, Opening>(
  options: WorkerOptions,
): Promise<Result<{ client: WorkerClient<Calls, Opening>; opening: Opening }, Failure>> {
  const pending = new Map<number, Pending>();
  const lender = createLender();
  let nextId = 1;
  let outbox: CallMessage[] = [];
  let isOpen = false;
  let answered = false;
  let restarts = 0;
  let closing: Promise<void> | null = null;
  let isRestarting = false;
  let worker: Worker | null = null;
  let exited: Promise<unknown> = Promise.resolve();

  function start(): Promise<Result<unknown, Failure>> {
    const started = new Worker(options.url, {
      workerData: options.data,
      name: `storage ${options.name}`,
      resourceLimits: WORKER_HEAP,
    });
    worker = started;
    isOpen = false;
    answered = false;
    exited = once(started, 'exit').catch(() => null);
    let cause = 'it ended';
    started.on('error', (error) => {
      cause = error instanceof Error ? error.message : String(error);
    });
    return new Promise((resolve) => {
      started.on('message', (message: FromWorker) => {
        if (message.kind !== 'opened') return receive(message);
        isOpen = message.result.ok;
        resolve(message.result);
      });
      started.on('exit', () => {
        if (worker === started) worker = null;
        resolve(fail(died(cause)));
        afterExit(cause);
      });
    });
  }

  function receive(message: Exclude<FromWorker, { kind: 'opened' }>): void {
    if (message.kind === 'fault') options.onFault(message.failure);
    else if (message.kind === 'reopened') options.onReopened();
    else settleAll(message.answers);
  }

  function settleAll(answers: readonly Answer[]): void {
    answered = true;
    for (const answer of answers) {
      const call = pending.get(answer.id);
      pending.delete(answer.id);
      if (call === undefined) continue;
      call.done();
      if ('bug' in answer) call.reject(new Error(`storage ${options.name}: ${answer.bug}`));
      else call.settle(answer.result);
    }
  }

  function afterExit(cause: string): void {
    const lost = [...pending.values()];
    pending.clear();
    outbox = [];
    for (const { settle } of lost) settle(fail(died(cause)));
    if (closing !== null || isRestarting) return;
    if (!answered) {
      // What it did not open, its start tells.
      if (isOpen) options.onFault(died(cause));
      return;
    }
    restarts += 1;
    options.onFault({ code: 'storage-restarted', worker: options.name, times: restarts, detail: cause });
    void start().then((result) => {
      if (!result.ok) options.onFault(result.failure);
    });
  }

  function died(cause: string): Failure {
    return { code: 'storage-failed', detail: `the storage ${options.name} stopped: ${cause}` };
  }

  /** One message a turn: concurrent captures cross together and then share a commit. */
  function post(): void {
    if (outbox.length === 0) return;
    const { bytes, transfer, takeBack } = lender.lend(outbox.flatMap((call) => call.bytes));
    const calls = outbox.map(({ bytes: own, ...call }) => ({ ...call, lengths: own.map(({ length }) => length) }));
    let left = calls.length;
    const done = (): void => {
      left -= 1;
      if (left === 0) takeBack();
    };
    for (const { id } of calls) {
      const call = pending.get(id);
      if (call !== undefined) call.done = done;
    }
    const message: ToWorker = { kind: 'calls', calls, bytes };
    worker?.postMessage(message, transfer);
    outbox = [];
  }

  const client: WorkerClient<Calls, Opening> = {
    call(name, input, bytes = []) {
      if (worker === null || closing !== null) return Promise.resolve(fail(died('it is closed')));
      if (outbox.length === 0) setImmediate(post);
      const id = nextId;
      nextId += 1;
      outbox.push({ id, name, input, bytes });
      return new Promise((resolve, reject) => {
        // The worker's calls are compiled against the same `Calls`, so its answer is of that call's type.
        const settle = (result: Result<unknown, Failure>): void =>
          resolve(result as Result<Output<Calls, typeof name>, Failure>);
        pending.set(id, { settle, reject, done: () => undefined });
      });
    },
    close() {
      closing ??= (async () => {
        post();
        const message: ToWorker = { kind: 'close' };
        worker?.postMessage(message);
        await exited;
      })();
      return closing;
    },
    async abandon() {
      closing ??= exited.then(() => undefined);
      await worker?.terminate();
      await closing;
    },
    async restart() {
      isRestarting = true;
      await worker?.terminate();
      isRestarting = false;
      if (closing !== null) return fail(died('it is closed'));
      // As below.
      return (await start()) as Result<Opening, Failure>;
    },
  };

  const opened = await start();
  if (!opened.ok) return opened;
  // As above: the worker behind `url` answers with this type.
  return ok({ client, opening: opened.value as Opening });
}
