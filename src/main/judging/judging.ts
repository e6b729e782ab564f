import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { SearchEnd } from '../../core/failure.ts';
import type { KeySource } from '../../core/signature/key-source.ts';
import { codeOf, placeOf } from '../error-place.ts';
import { createLender, type LentBytes } from '../lent-bytes.ts';
import { WORKER_HEAP } from '../small-heaps.ts';
import {
  type FromJudging,
  type Judged,
  type JudgeTask,
  type JudgingAnswer,
  type JudgingAnswered,
  type JudgingState,
  type JudgingTask,
  type JudgingTasks,
  sentCall,
  type ToJudging,
} from './judging-tasks.ts';

/** A call that came to nothing: out of time or memory, a bug (which is logged), or the engine closing. */
export type JudgingEnd = Extract<SearchEnd, 'time' | 'memory' | 'fault' | 'closing'>;
export type JudgingOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly end: JudgingEnd };

/**
 * The worker in which captured requests are parsed and judged: this thread, on which they arrive, never looks into a body. A
 * request that takes too long or too much memory ends the worker and is the only one that gets no answer.
 */
export interface Judging {
  /** Asked for by somebody who waits (a sender for its reply, a person): before all that is not. Never rejects. */
  ask<K extends keyof JudgingTasks>(name: K, task: JudgingTask<K>): Promise<JudgingOutcome<JudgingAnswer<K>>>;
  /** In its turn. */
  judgeLater(task: JudgingTask<'judge'>): Promise<JudgingOutcome<JudgingAnswer<'judge'>>>;
  /** What judging depends on has changed: later calls see it. */
  stateChanged(): void;
  /** How often it has: what was asked before the latest change may be out of date. */
  readonly stateChanges: number;
  /** Starts the worker before anybody waits for it. */
  warmUp(): void;
  /** Ends the worker; calls under way come to nothing. */
  close(): Promise<void>;
}

export interface JudgingOptions {
  /** The worker's entry file. */
  readonly worker: URL;
  readonly state: () => JudgingState;
  /** Published keys that a request of this endpoint was judged with or for want of. */
  readonly wanted: (source: KeySource, endpointId: string) => void;
  readonly log: Logger;
  readonly limits?: JudgingLimits;
}

export interface JudgingLimits {
  /** For one message of calls. Judging is linear in the body; what passes this is a bug or meant to. */
  readonly timeMs: number;
  /** More for the first message to a new worker, which loads two hundred schemes first, on a machine that may be busy. */
  readonly startingMs: number;
  /** V8 heap of the worker. Parsed JSON takes about ten times its bytes, and larger JSON than 1 MiB is not parsed. */
  readonly heapMiB: number;
}

/**
 * A sender whose reply depends on its body or verdict waits for both at worst, and not for less: one that gave up by then sends
 * again, while a default reply in the place of the right one would end the delivery, or the handshake, for good. It rarely
 * happens: the worker is started before the listener is, and anew as soon as one has died.
 */
export const usualJudgingLimits: JudgingLimits = { timeMs: 10_000, startingMs: 30_000, heapMiB: 512 };

/** Calls of a message: enough that its cost does not count, few enough that one who waits does not wait for many others. */
const BATCH_CALLS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Verdicts are waited for by eyes: in a flood they come this far apart, because waking the other thread costs what judging does. */
const PATIENCE_MS = 8;

interface Pending {
  readonly name: keyof JudgingTasks;
  readonly task: JudgeTask;
  readonly bytes: number;
  readonly isUrgent: boolean;
  readonly settle: (outcome: JudgingOutcome<never>) => void;
  /** It was under way when the worker ended: it may be what ended it, and is asked for again without others beside it. */
  isSuspect: boolean;
}

export function createJudging(options: JudgingOptions): Judging {
  const { worker: url, state, log, limits = usualJudgingLimits } = options;
  let worker: Worker | null = null;
  /** Between the order to end and the end: what is posted to it then is lost, and would be taken for what ended it. */
  let isEnding = false;
  /** Whether the worker has answered: until then it may still be loading. */
  let isLoaded = false;
  let isStateNew = true;
  let stateChanges = 0;
  let underWay: Pending[] = [];
  /** Their bodies. */
  let lent: LentBytes | null = null;
  const lender = createLender();
  let timer: NodeJS.Timeout | undefined;
  let endedBy: JudgingEnd = 'fault';
  let urgent: Pending[] = [];
  let later: Pending[] = [];
  let scheduled: NodeJS.Immediate | null = null;
  let patience: NodeJS.Timeout | null = null;
  let postedAt = Number.NEGATIVE_INFINITY;
  let closing: Promise<void> | null = null;
  let onExit: () => void = () => undefined;

  function started(): Worker {
    // Neither the environment nor what it could write to standard output is any of its business.
    const fresh = new Worker(url, {
      name: 'judging',
      env: {},
      resourceLimits: { ...WORKER_HEAP, maxOldGenerationSizeMb: limits.heapMiB },
    });
    fresh.on('message', receive);
    fresh.on('error', (error) => {
      endedBy = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : endedBy;
      if (endedBy !== 'memory') log.error({ worker: 'judging', ...placeOf(error) }, 'a worker threw');
    });
    fresh.on('exit', exited);
    // A process that has nothing else to do does not stay for it.
    fresh.unref();
    isStateNew = true;
    isLoaded = false;
    isEnding = false;
    return fresh;
  }

  function post(): void {
    if (patience !== null) clearTimeout(patience);
    patience = null;
    scheduled = null;
    if (underWay.length > 0 || isEnding || closing !== null) return;
    const batch = nextBatch();
    if (batch.length === 0) return;
    worker ??= started();
    worker.ref();
    underWay = batch;
    endedBy = 'fault';
    postedAt = performance.now();
    timer = setTimeout(
      () => {
        endedBy = 'time';
        isEnding = true;
        void worker?.terminate();
      },
      limits.timeMs + (isLoaded ? 0 : limits.startingMs),
    );
    lent = lender.lend(batch.map(({ task }) => task.capture.body));
    const message: ToJudging = {
      state: isStateNew ? state() : null,
      calls: batch.map(({ name, task }, index) => sentCall(index, name, task)),
      bodies: lent.bytes,
    };
    isStateNew = false;
    worker.postMessage(message, lent.transfer);
  }

  function nextBatch(): Pending[] {
    const batch: Pending[] = [];
    let bytes = 0;
    const from = urgent.length > 0 ? urgent : later;
    for (const call of from) {
      if (batch.length > 0 && (call.isSuspect || bytes + call.bytes > BATCH_BYTES)) break;
      batch.push(call);
      bytes += call.bytes;
      if (call.isSuspect || batch.length >= BATCH_CALLS) break;
    }
    if (from === urgent) urgent = urgent.slice(batch.length);
    else later = later.slice(batch.length);
    return batch;
  }

  function receive(message: FromJudging): void {
    // The worker's own JSON.
    const answers = typeof message === 'string' ? (JSON.parse(message) as readonly JudgingAnswered[]) : message;
    clearTimeout(timer);
    isLoaded = true;
    lent?.takeBack();
    lent = null;
    const calls = underWay;
    underWay = [];
    worker?.unref();
    calls.forEach((call, index) => {
      const answered = answers[index];
      if (answered !== undefined && 'answer' in answered) {
        noteWanted(call, answered.answer);
        // The worker's tasks are compiled against the same `JudgingTasks`, so the answer is what that call's caller waits for.
        call.settle({ ok: true, value: answered.answer as never });
      } else {
        log.error({ worker: 'judging', at: answered?.bug }, 'judging threw');
        call.settle({ ok: false, end: 'fault' });
      }
    });
    schedule();
  }

  function noteWanted({ task }: Pending, answer: unknown): void {
    for (const source of wantedOf(answer)) options.wanted(source, task.endpointId);
  }

  function exited(): void {
    clearTimeout(timer);
    worker = null;
    lent = null;
    const calls = underWay;
    underWay = [];
    const [only] = calls;
    isEnding = false;
    if (closing !== null) for (const call of calls) call.settle({ ok: false, end: 'closing' });
    else if (calls.length === 1 && only !== undefined) {
      log.warn(
        { worker: 'judging', call: only.name, end: endedBy, bytes: only.bytes },
        'judging a request was given up',
      );
      only.settle({ ok: false, end: endedBy });
    } else {
      for (const call of calls) call.isSuspect = true;
      // One message holds calls of one queue, and what nobody waits for goes on behind what somebody waits for.
      if (calls[0]?.isUrgent === true) urgent = [...calls, ...urgent];
      else later = [...calls, ...later];
    }
    onExit();
    // At once, so that the next sender who waits does not also wait for it to load; one that cannot load is not tried again.
    if (isLoaded && closing === null) worker = started();
    schedule();
  }

  function schedule(): void {
    if (closing !== null || isEnding || underWay.length > 0 || scheduled !== null) return;
    const restMs = urgent.length > 0 || later.length >= BATCH_CALLS ? 0 : postedAt + PATIENCE_MS - performance.now();
    if (restMs <= 0) scheduled = setImmediate(post);
    else patience ??= setTimeout(post, restMs);
  }

  function put<K extends keyof JudgingTasks>(
    isUrgent: boolean,
    name: K,
    task: JudgingTask<K>,
  ): Promise<JudgingOutcome<JudgingAnswer<K>>> {
    if (closing !== null) return Promise.resolve({ ok: false, end: 'closing' });
    const bytes = task.capture.body.length;
    return new Promise((resolve) => {
      const call: Pending = { name, task, bytes, isUrgent, settle: resolve, isSuspect: false };
      if (isUrgent) urgent.push(call);
      else later.push(call);
      schedule();
    });
  }

  return {
    ask: (name, task) => put(true, name, task),
    judgeLater: (task) => put(false, 'judge', task),
    stateChanged() {
      isStateNew = true;
      stateChanges++;
    },
    get stateChanges() {
      return stateChanges;
    },
    warmUp() {
      if (closing === null) worker ??= started();
    },
    close() {
      closing ??= new Promise((resolve) => {
        for (const call of [...urgent.splice(0), ...later.splice(0)]) call.settle({ ok: false, end: 'closing' });
        if (scheduled !== null) clearImmediate(scheduled);
        if (patience !== null) clearTimeout(patience);
        if (worker === null) return resolve();
        onExit = resolve;
        // Somebody waits for its end, maybe nothing else.
        worker.ref();
        // One that has nothing to do ends by itself; anything else may be in the middle of what nobody waits for.
        if (isLoaded && underWay.length === 0 && !isEnding) worker.postMessage(null satisfies ToJudging);
        else void worker.terminate();
      });
      return closing;
    },
  };
}

/** Of `judge` and `explain`, or of the judgement on the way to a decision. */
function wantedOf(answer: unknown): readonly KeySource[] {
  if (typeof answer !== 'object' || answer === null) return [];
  // See `receive`: one of the tasks' answers, two of which have the one member and one the other.
  const { wantedKeys, judged } = answer as Partial<Judged> & { readonly judged?: Judged | null };
  return wantedKeys ?? judged?.wantedKeys ?? [];
}
