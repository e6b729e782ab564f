import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok } from '../../../core/result.ts';
import { adoption } from './adoption.ts';
import { attemptWrites } from './attempts-table.ts';
import type { Ballast } from './ballast.ts';
import { captureWrites } from './capture-writes.ts';
import { BUSY_TIMEOUT_MS, describeError, failureOf, isLosing, SQLITE, sqliteCodeOf } from './connection.ts';
import { type Counters, createCounters } from './counters.ts';
import { createErasing, type Erasing } from './erasing.ts';
import type { Answer, CallMessage, FromWorker, Input, WriterCalls } from './protocol.ts';
import { pruning } from './pruning.ts';
import { queueWrites } from './queue-table.ts';
import { registerWrites } from './registers.ts';
import { segmentWrites } from './segments-table.ts';

/** A commit holds what one turn of the event loop brought, but no more than this: the first caller waits for the last. */
const GROUP_CALLS = 64;
const GROUP_BYTES = 8 * 1024 * 1024;

/**
 * Nobody's reply waits for these: they go into the commit of what is urgent, and into one of their own when nothing is. Each
 * commit costs a sync of the disk, and a sender waits for every one before its own. Where senders are writing they are done while
 * none of them waits, in the transaction that the next one's commit ends.
 */
const PATIENT: ReadonlySet<string> = new Set<keyof WriterCalls>(['update']);
const PATIENCE_MS = 8;

/** On a full disk, room is looked for this often. */
const RETRY_FULL_MS = 1000;

/** Calls that make room, and those that need next to none: they are tried on a full disk too. */
const FREEING: ReadonlySet<string> = new Set<keyof WriterCalls>([
  'purge',
  'prune',
  'shrink',
  'deleteEndpoint',
  'deleteSecret',
]);
const SMALL: ReadonlySet<string> = new Set<keyof WriterCalls>(['hide', 'restore']);

export interface WriterOptions {
  readonly db: DatabaseSync;
  /** Opens the file again after an I/O error. Throws when it cannot. */
  readonly reopen: () => DatabaseSync;
  readonly ballast: Ballast;
  readonly send: (message: FromWorker) => void;
  readonly monotonicMs: () => number;
}

export interface Writer {
  submit(calls: readonly CallMessage[]): void;
  /** Commits what is waiting, then closes the file. */
  close(): void;
}

interface Session {
  readonly db: DatabaseSync;
  readonly counters: Counters;
  readonly calls: WriterCalls;
  readonly erasing: Erasing;
}

/** Collects calls, runs them in one transaction, and answers after the commit: an answer means durable. */
export function createWriter(options: WriterOptions): Writer {
  const { ballast, send, monotonicMs } = options;
  let session: Session | null = sessionOf(options.db);
  let waiting: CallMessage[] = [];
  /** Of these and of what has begun. */
  let groupBytes = 0;
  /** What the open transaction holds. */
  let begun: { readonly call: CallMessage; readonly answer: Answer }[] = [];
  let mayBegin = true;
  let scheduled: NodeJS.Immediate | null = null;
  let patience: NodeJS.Timeout | null = null;
  let full = false;
  let retryFullAt = 0;
  let urgentAt = Number.NEGATIVE_INFINITY;

  function sessionOf(db: DatabaseSync): Session {
    const counters = createCounters(db);
    const attempts = attemptWrites(db, counters);
    const calls: WriterCalls = {
      ...captureWrites(db, counters),
      ...attempts,
      ...queueWrites(db, attempts.addAttempt),
      ...registerWrites(db),
      ...segmentWrites(db),
      ...pruning(db, counters, () => full),
      ...adoption(db, counters),
    };
    return { db, counters, calls, erasing: createErasing(db, monotonicMs) };
  }

  function schedule(): void {
    const isUrgent = waiting.some(({ name }) => !PATIENT.has(name));
    if (isUrgent) urgentAt = monotonicMs();
    // Where senders are writing, the next one is not far.
    if (isUrgent || monotonicMs() - urgentAt > PATIENCE_MS) scheduled ??= setImmediate(flush);
    else {
      patience ??= setTimeout(flush, PATIENCE_MS);
      begin();
    }
  }

  /** Does what waits without committing it. What goes wrong is told when it is done again, by `flush`. */
  function begin(): void {
    if (session === null || full || !mayBegin) return;
    const current = session;
    try {
      if (begun.length === 0) beginWithoutWaiting(current.db);
      for (const call of waiting) begun.push({ call, answer: answered(current.calls, call) });
      waiting = [];
    } catch (error) {
      mayBegin = false;
      waiting = [...new Set([...begun.map(({ call }) => call), ...waiting])];
      try {
        rollBack(current);
        if (isLosing(error)) lose(current, failureOf(error));
      } catch (rollBackError) {
        lose(current, failureOf(rollBackError));
      }
    }
  }

  function flush(): void {
    if (scheduled !== null) clearImmediate(scheduled);
    if (patience !== null) clearTimeout(patience);
    scheduled = null;
    patience = null;
    const calls = [...begun.map(({ call }) => call), ...waiting];
    waiting = [];
    groupBytes = 0;
    mayBegin = true;
    if (calls.length > 0) send({ kind: 'answers', answers: admit(calls) });
  }

  /** On a full disk, only what makes room goes on. */
  function admit(calls: readonly CallMessage[]): readonly Answer[] {
    if (full && monotonicMs() >= retryFullAt) lookForRoom();
    if (!full) return run(calls);
    const tried = calls.filter(({ name }) => FREEING.has(name) || SMALL.has(name));
    const refused = calls.filter((call) => !tried.includes(call));
    return [...refused.map(failed({ code: 'storage-full' })), ...(tried.length === 0 ? [] : run(tried))];
  }

  function run(calls: readonly CallMessage[]): readonly Answer[] {
    const current = session ?? reopened();
    if (current === null) return calls.map(failed({ code: 'storage-failed', detail: 'the history file is closed' }));
    try {
      const answers = transact(current, calls);
      current.erasing.committed(calls);
      if (calls.some(wantsAllRoom)) carryOver(current);
      // What made room may have made enough.
      if (full && calls.some(({ name }) => FREEING.has(name))) retryFullAt = 0;
      return answers;
    } catch (error) {
      return afterError(current, error, calls);
    }
  }

  /** `calls` begin with those that have begun. */
  function transact(current: Session, calls: readonly CallMessage[]): readonly Answer[] {
    const { db, counters, calls: served } = current;
    try {
      if (begun.length === 0) db.exec('BEGIN IMMEDIATE');
      const rest = calls.slice(begun.length).map((call) => answered(served, call));
      counters.write();
      db.exec('COMMIT');
      const answers = [...begun.map(({ answer }) => answer), ...rest];
      begun = [];
      return answers;
    } catch (error) {
      rollBack(current);
      throw error;
    }
  }

  function rollBack({ db, counters }: Session): void {
    begun = [];
    counters.forget();
    // After some errors SQLite has rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
  }

  /** Nothing of `calls` was stored. What follows depends on whose fault it was: the disk's, or one call's. */
  function afterError(current: Session, error: unknown, calls: readonly CallMessage[]): readonly Answer[] {
    const failure = failureOf(error);
    if (isLosing(error)) {
      lose(current, failure);
      return calls.map(failed(failure));
    }
    switch (sqliteCodeOf(error)) {
      case SQLITE.full:
        return afterFull(calls);
      case SQLITE.busy:
      case SQLITE.locked:
      case SQLITE.noMemory:
      case SQLITE.tooBig:
        if (calls.length === 1) return calls.map(failed(failure));
        break;
      default:
        if (calls.length === 1) return calls.map(({ id }) => ({ id, bug: stackOf(error) }));
    }
    // One call must not take the others with it.
    return calls.flatMap((call) => run([call]));
  }

  function afterFull(calls: readonly CallMessage[]): readonly Answer[] {
    const first = !full;
    full = true;
    retryFullAt = monotonicMs() + RETRY_FULL_MS;
    ballast.release();
    if (first) {
      send({ kind: 'fault', failure: { code: 'storage-full' } });
      return admit(calls);
    }
    return calls.map(failed({ code: 'storage-full' }));
  }

  /** The disk counts as having room again when the ballast finds its place. */
  function lookForRoom(): void {
    retryFullAt = monotonicMs() + RETRY_FULL_MS;
    if (session === null || carryOver(session)) full = !ballast.ensure();
  }

  /** The file only gets smaller when the log that says so was carried over. */
  function carryOver({ db }: Session): boolean {
    try {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return true;
    } catch (error) {
      if (sqliteCodeOf(error) === null) throw error;
      // For want of room or worse; the next write that is tried tells which.
      return false;
    }
  }

  function lose(lost: Session, failure: Failure): void {
    session = null;
    send({ kind: 'fault', failure });
    try {
      lost.db.close();
    } catch (error) {
      send({ kind: 'fault', failure: { code: 'storage-failed', detail: describeError(error) } });
    }
  }

  function reopened(): Session | null {
    try {
      session = sessionOf(options.reopen());
      send({ kind: 'reopened' });
    } catch (error) {
      send({ kind: 'fault', failure: { code: 'storage-failed', detail: describeError(error) } });
    }
    return session;
  }

  return {
    submit(calls) {
      for (const call of calls) {
        waiting.push(call);
        groupBytes += sizeOf(call);
        if (begun.length + waiting.length >= GROUP_CALLS || groupBytes >= GROUP_BYTES) flush();
      }
      if (waiting.length > 0) schedule();
    },
    close() {
      flush();
      session?.db.close();
      session = null;
    },
  };
}

/** What nobody waits for does not wait for the lock of another process either. */
function beginWithoutWaiting(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout=0');
  try {
    db.exec('BEGIN IMMEDIATE');
  } finally {
    db.exec(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}`);
  }
}

function answered(served: WriterCalls, call: CallMessage): Answer {
  return { id: call.id, result: ok(perform(served, call)) };
}

/** The two ends of the channel are compiled against the same `WriterCalls`, so the input is what the call takes. */
function perform(served: WriterCalls, { name, input, bytes }: CallMessage): unknown {
  if (!Object.hasOwn(served, name)) throw new Error(`the writer has no call ${name}`);
  return served[name as keyof WriterCalls](input as never, bytes);
}

function sizeOf({ bytes }: CallMessage): number {
  return bytes.reduce((sum, { length }) => sum + length, 0);
}

function wantsAllRoom({ name, input }: CallMessage): boolean {
  // See `perform`: the input of a shrink is its input.
  return name === 'shrink' && (input as Input<WriterCalls, 'shrink'>).all;
}

function failed(failure: Failure): (call: CallMessage) => Answer {
  return ({ id }) => ({ id, result: fail(failure) });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
