import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { SalvageState } from '../../../core/salvage.ts';
import type { InBackground } from '../background.ts';
import type { Adopted, Adoption } from '../sqlite/adoption.ts';
import type { ReaderData, WriterCalls } from '../sqlite/protocol.ts';
import { startWorker, type WorkerClient } from '../sqlite/worker-client.ts';
import { refuseUnreadable } from './readable-file.ts';
import { newSalvageJob, type SalvageJob } from './salvage-job.ts';
import type { SalvageCalls, SalvageFinding } from './salvage-reads.ts';
import { createStoredJobs } from './stored-jobs.ts';

/** Brings over what can be read of damaged files, one after another, while captures come in. */
export interface Salvaging {
  /**
   * Of the file under way; else of one that failed in this run, which nobody must miss; else of the last one. null: there is none,
   * or it was dismissed.
   */
  readonly state: SalvageState | null;
  /** Of this file, whatever became of others. null: it is not among them. */
  stateOf(file: string): SalvageState | null;
  /** Begins, or goes on where an earlier run ended. */
  start(): void;
  /** One more damaged file. Fails with `file-unreadable`, and then it is not remembered: it would fail at each start. */
  add(file: string): Promise<Result<void, Failure>>;
  /**
   * Forgets what `state` tells: what came of those that are done, or the one that failed, which is given up; the next that failed is
   * told then. Their files are kept. What is under way, or has yet to be, stays.
   */
  dismiss(): Promise<Result<void, Failure>>;
  /** Forgets this file alone, for who has told of it otherwise: `changed` is not called. */
  forget(file: string): Promise<Result<void, Failure>>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Waits for the step under way; the rest is left to the next start. */
  stop(): Promise<void>;
  /** The same, until `resume`: the history that rows are brought into is about to be another one. */
  pause(): Promise<void>;
  /** Goes on with the jobs of the history that is there now. */
  resume(stored: string | null): void;
}

export interface SalvagingOptions {
  readonly writer: Pick<WorkerClient<WriterCalls>, 'call'>;
  /** The stored jobs, as `SALVAGE_VALUE` has them. */
  readonly stored: string | null;
  /** The reader worker's entry file. */
  readonly worker: URL;
  readonly changed: (state: SalvageState | null) => void;
  /** Captures were brought over. */
  readonly brought: () => void;
  readonly onFault: (failure: Failure) => void;
  readonly inBackground: InBackground;
}

/** On a full disk, whether there is room again is tried this often. */
const RETRY_MS = 5000;

/** Four times a second is enough for a number that counts up. */
const TELL_MS = 250;

export function createSalvaging(options: SalvagingOptions): Salvaging {
  const { changed, brought } = options;
  const jobs = createStoredJobs(options.writer, options.stored);
  let stage: SalvageState['stage'] = 'reading';
  let waitingFor: Failure | null = null;
  /** The file that is being salvaged. */
  let underWay: string | null = null;
  /**
   * Why those that failed in this run did, by their file. They stay among the stored jobs, because what could not be read may be
   * readable at the next start (a disk that was not there), and must keep no other from its turn meanwhile.
   */
  const failed = new Map<string, Failure>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let stopping = new AbortController();

  /** Those that an earlier run did not come to an end with, among them what a crash interrupted, go first: they are the older. */
  const nextJob = (): SalvageJob | undefined => jobs.all.find(({ file, isDone }) => !isDone && !failed.has(file));

  const shown = (): SalvageJob | undefined =>
    jobs.of(underWay ?? '') ?? nextJob() ?? jobs.all.find(({ file }) => failed.has(file)) ?? jobs.all.at(-1);

  function stateOf(job: SalvageJob | undefined): SalvageState | null {
    if (job === undefined) return null;
    const { afterCapture, afterAttempt, isDone, ...counts } = job;
    if (isDone) return { ...counts, stage: 'done', failure: null };
    const failure = failed.get(job.file);
    if (failure !== undefined) return { ...counts, stage: 'waiting', failure };
    return job.file === underWay
      ? { ...counts, stage, failure: waitingFor }
      : { ...counts, stage: 'reading', failure: null };
  }

  function tell(next: SalvageState['stage'], why: Failure | null = null): void {
    const isSoon = next === stage && performance.now() - toldAt < TELL_MS;
    stage = next;
    waitingFor = why;
    if (isSoon) return;
    toldAt = performance.now();
    changed(stateOf(shown()));
  }

  /** Stores rows and, in the same commit, the job as it is with them. */
  async function adopt(rows: Partial<Omit<Adoption, 'jobs'>>, job: SalvageJob): Promise<Result<Adopted, Failure>> {
    for (;;) {
      const adopted = await jobs.change((all) => all.map((one) => (one.file === job.file ? job : one)), rows);
      const isFull = !adopted.ok && adopted.failure.code === 'storage-full';
      if (!isFull || stopping.signal.aborted) return adopted;
      tell('waiting', adopted.failure);
      await delay(RETRY_MS, undefined, { signal: stopping.signal, ref: false }).catch(ignoreAbort);
    }
  }

  async function salvage(file: string, client: WorkerClient<SalvageCalls>): Promise<Result<void, Failure>> {
    const found = await client.call('find', null);
    if (!found.ok) return found;
    const registers = await adoptRegisters(file, found.value);
    if (!registers.ok) return registers;
    const captures = await copyCaptures(file, client);
    if (!captures.ok) return captures;
    const attempts = await copyAttempts(file, client);
    if (!attempts.ok) return attempts;
    const job = jobs.of(file);
    if (stopping.signal.aborted || job === undefined) return ok();
    const queued = await adopt({ queue: found.value.queue }, { ...job, isDone: true });
    if (!queued.ok) return queued;
    const done = { ...job, queued: queued.value.queue, isDone: true };
    return withoutValue(await adopt({}, done));
  }

  async function adoptRegisters(file: string, found: SalvageFinding): Promise<Result<void, Failure>> {
    const job = jobs.of(file);
    if (job === undefined) return ok();
    const { endpoints, secrets, values } = found;
    // What the first steps did not come to count.
    const unreadable = job.total === null ? job.unreadable + found.lost : job.unreadable;
    const next = { ...job, total: job.total ?? found.captures + found.lost, unreadable };
    const adopted = await adopt({ endpoints, secrets, values }, next);
    if (!adopted.ok) return adopted;
    const { value } = adopted;
    const restartNeeded = next.restartNeeded || value.endpoints + value.secrets + value.values > 0;
    const counts = { endpoints: next.endpoints + value.endpoints, secrets: next.secrets + value.secrets };
    const counted = await adopt({}, { ...next, ...counts, restartNeeded });
    if (counted.ok) tell('copying');
    return withoutValue(counted);
  }

  async function copyCaptures(file: string, client: WorkerClient<SalvageCalls>): Promise<Result<void, Failure>> {
    for (let job = jobs.of(file); job !== undefined && !stopping.signal.aborted; job = jobs.of(file)) {
      const step = await client.call('captures', { after: job.afterCapture });
      if (!step.ok) return step;
      const { rows, mismatched, unreadable, cleared, next } = step.value;
      const adopted = await adopt(
        { captures: rows },
        {
          ...job,
          good: job.good + rows.length - mismatched,
          mismatched: job.mismatched + mismatched,
          unreadable: job.unreadable + unreadable,
          total: Math.max(0, (job.total ?? 0) - cleared),
          afterCapture: next ?? Number.MAX_SAFE_INTEGER,
        },
      );
      if (!adopted.ok) return adopted;
      tell('copying');
      if (next === null) break;
    }
    return ok();
  }

  async function copyAttempts(file: string, client: WorkerClient<SalvageCalls>): Promise<Result<void, Failure>> {
    for (let job = jobs.of(file); job !== undefined && !stopping.signal.aborted; job = jobs.of(file)) {
      const step = await client.call('attempts', { after: job.afterAttempt });
      if (!step.ok) return step;
      const { rows, next } = step.value;
      const attempts = job.attempts + rows.length;
      const adopted = await adopt(
        { attempts: rows },
        { ...job, attempts, afterAttempt: next ?? Number.MAX_SAFE_INTEGER },
      );
      if (!adopted.ok) return adopted;
      if (next === null) break;
    }
    return ok();
  }

  async function runAll(): Promise<void> {
    for (let job = nextJob(); job !== undefined && !stopping.signal.aborted; job = nextJob()) {
      underWay = job.file;
      tell('reading');
      const ended = await runOne(job.file);
      brought();
      // Ended by us: it goes on at the next start, and nothing is wrong with it.
      if (stopping.signal.aborted) break;
      if (!ended.ok) failed.set(job.file, ended.failure);
      tell(ended.ok ? 'done' : 'waiting');
    }
    const told = underWay;
    underWay = null;
    // One that failed before others that did not.
    if (!stopping.signal.aborted && shown()?.file !== told) changed(stateOf(shown()));
  }

  async function runOne(file: string): Promise<Result<void, Failure>> {
    const readable = await refuseUnreadable(file);
    if (!readable.ok) return readable;
    const data: ReaderData = { file, gate: null, isDamaged: true };
    const started = await startWorker<SalvageCalls, null>({
      name: 'salvage',
      url: options.worker,
      data,
      // Said by the call that fails of it.
      onFault: () => undefined,
      onReopened: () => undefined,
    });
    if (!started.ok) return started;
    const { client } = started.value;
    const abandon = (): void => void client.abandon();
    stopping.signal.addEventListener('abort', abandon, { once: true });
    try {
      // Stopped before there was a worker to end.
      if (stopping.signal.aborted) return ok();
      return await salvage(file, client);
    } catch (error) {
      // A damaged file may be damaged in a way that nobody thought of. It is kept, and capturing has to go on.
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return fail({ code: 'storage-failed', detail });
    } finally {
      stopping.signal.removeEventListener('abort', abandon);
      await client.abandon();
    }
  }

  function start(): void {
    if (stopping.signal.aborted || running !== null || nextJob() === undefined) return;
    running = options.inBackground(runAll()).finally(() => {
      running = null;
    });
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
  }

  async function forget(isForgotten: (job: SalvageJob) => boolean): Promise<Result<void, Failure>> {
    return withoutValue(await jobs.change((all) => all.filter((job) => !isForgotten(job))));
  }

  return {
    get state() {
      return stateOf(shown());
    },
    stateOf: (file) => stateOf(jobs.of(file)),
    start,
    async add(file) {
      const readable = await refuseUnreadable(file);
      if (!readable.ok) return readable;
      const added = await jobs.change((all) => [...all.filter((job) => job.file !== file), newSalvageJob(file)]);
      if (!added.ok) return added;
      failed.delete(file);
      start();
      return ok();
    },
    async dismiss() {
      const told = shown();
      const forgotten =
        told?.isDone === true
          ? await forget(({ isDone }) => isDone)
          : await forget(({ file }) => file === told?.file && failed.has(file));
      if (forgotten.ok) changed(stateOf(shown()));
      return forgotten;
    },
    forget: (file) => forget((job) => job.file === file),
    async idle() {
      await running;
    },
    stop,
    pause: stop,
    resume(next) {
      jobs.replace(next);
      failed.clear();
      stopping = new AbortController();
      start();
    },
  };
}

function withoutValue(result: Result<unknown, Failure>): Result<void, Failure> {
  return result.ok ? ok() : result;
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
