import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { SalvageState } from '../../../core/salvage.ts';
import type { Adopted, Adoption } from '../sqlite/adoption.ts';
import type { ReaderData, WriterCalls } from '../sqlite/protocol.ts';
import { startWorker, type WorkerClient } from '../sqlite/worker-client.ts';
import { newSalvageJob, parseSalvageJobs, type SalvageJob } from './salvage-job.ts';
import type { SalvageCalls, SalvageFinding } from './salvage-reads.ts';

/** Brings over what can be read of damaged files, one after another, while captures come in. */
export interface Salvaging {
  /** Of the file under way, else of the last one. null: there is none, or it was dismissed. */
  readonly state: SalvageState | null;
  /** Begins, or goes on where an earlier run ended. */
  start(): void;
  /** One more damaged file. */
  add(file: string): Promise<Result<void, Failure>>;
  /** Forgets what came of those that are done, and gives up those that cannot go on: their files are kept. */
  dismiss(): Promise<Result<void, Failure>>;
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
}

/** On a full disk, whether there is room again is tried this often. */
const RETRY_MS = 5000;

/** Four times a second is enough for a number that counts up. */
const TELL_MS = 250;

const NOTHING: Omit<Adoption, 'jobs'> = {
  captures: [],
  attempts: [],
  endpoints: [],
  secrets: [],
  values: [],
  queue: [],
};

export function createSalvaging(options: SalvagingOptions): Salvaging {
  const { writer, changed, brought } = options;
  let jobs = parseSalvageJobs(options.stored);
  let stage: SalvageState['stage'] = 'reading';
  let failure: Failure | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let stopping = new AbortController();

  const current = (): SalvageJob | undefined => jobs.find(({ isDone }) => !isDone) ?? jobs.at(-1);

  function stateNow(): SalvageState | null {
    const job = current();
    if (job === undefined) return null;
    const { afterCapture, afterAttempt, isDone, ...counts } = job;
    return { ...counts, stage: isDone ? 'done' : stage, failure: isDone ? null : failure };
  }

  function tell(next: SalvageState['stage'], why: Failure | null = null): void {
    const isSoon = next === stage && performance.now() - toldAt < TELL_MS;
    stage = next;
    failure = why;
    if (isSoon) return;
    toldAt = performance.now();
    changed(stateNow());
  }

  /** Stores rows and, in the same commit, the job as it is with them. */
  async function adopt(rows: Partial<Adoption>, job: SalvageJob): Promise<Result<Adopted, Failure>> {
    const next = jobs.map((one) => (one.file === job.file ? job : one));
    for (;;) {
      const adopted = await writer.call('adopt', { ...NOTHING, ...rows, jobs: next });
      const isFull = !adopted.ok && adopted.failure.code === 'storage-full';
      if (!isFull || stopping.signal.aborted) {
        if (adopted.ok) jobs = next;
        return adopted;
      }
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
    const job = jobOf(file);
    if (stopping.signal.aborted || job === undefined) return ok();
    const queued = await adopt({ queue: found.value.queue }, { ...job, isDone: true });
    if (!queued.ok) return queued;
    const done = { ...job, queued: queued.value.queue, isDone: true };
    return withoutValue(await adopt({}, done));
  }

  const jobOf = (file: string): SalvageJob | undefined => jobs.find((job) => job.file === file);

  async function adoptRegisters(file: string, found: SalvageFinding): Promise<Result<void, Failure>> {
    const job = jobOf(file);
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
    for (let job = jobOf(file); job !== undefined && !stopping.signal.aborted; job = jobOf(file)) {
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
    for (let job = jobOf(file); job !== undefined && !stopping.signal.aborted; job = jobOf(file)) {
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
    for (let job = current(); job !== undefined && !job.isDone && !stopping.signal.aborted; job = current()) {
      tell('reading');
      const ended = await runOne(job.file);
      brought();
      if (!ended.ok) return tell('waiting', ended.failure);
      if (!stopping.signal.aborted) tell('done');
    }
  }

  async function runOne(file: string): Promise<Result<void, Failure>> {
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
    if (stopping.signal.aborted || running !== null || current()?.isDone !== false) return;
    running = runAll().finally(() => {
      running = null;
    });
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
  }

  return {
    get state() {
      return stateNow();
    },
    start,
    async add(file) {
      const next = [...jobs.filter((job) => job.file !== file), newSalvageJob(file)];
      const adopted = await writer.call('adopt', { ...NOTHING, jobs: next });
      if (!adopted.ok) return adopted;
      jobs = next;
      start();
      return ok();
    },
    async dismiss() {
      const left = running === null ? [] : jobs.filter(({ isDone }) => !isDone);
      const adopted = await writer.call('adopt', { ...NOTHING, jobs: left });
      if (!adopted.ok) return adopted;
      jobs = left;
      changed(stateNow());
      return ok();
    },
    async idle() {
      await running;
    },
    stop,
    pause: stop,
    resume(next) {
      jobs = parseSalvageJobs(next);
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
