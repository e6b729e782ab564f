import type { AttemptDetail, AttemptOutcome, NewAttempt } from '../../core/attempt.ts';
import type { CaptureId } from '../../core/capture.ts';
import type { Failure } from '../../core/failure.ts';
import type { QueuedDelivery, QueueTargetKey } from '../../core/forward/queue.ts';
import { endOfTry, MAX_REFUSALS, retryDelayMs } from '../../core/forward/schedule.ts';
import { ok, type Result } from '../../core/result.ts';
import type { QueueChange, QueueChanged, Store } from '../storage/store.ts';
import type { QueueClock } from './clock.ts';
import type { SendingTarget, TargetSending } from './target-sending.ts';

/**
 * What waits for one target. One delivery at a time and in the order of the captures: the first one that waits is tried until
 * the target has it or it stops, and the others wait for that.
 */
export interface Lane {
  readonly key: QueueTargetKey;
  /** In the order of the captures. */
  readonly deliveries: readonly QueuedDelivery[];
  readonly size: number;
  /** Whether something waits or is under way, so that what comes now has to go behind it. */
  readonly isBusy: boolean;
  /** Takes what the store has just taken, and begins to deliver it when it is due. */
  add(deliveries: readonly QueuedDelivery[]): void;
  /** A capture came that has to wait: a reason to try a target that did not answer, though not all the time. */
  noteArrival(): void;
  /** Looks whether the target is another one now: then it is tried at once. Where it is gone, everything stops. */
  noteTarget(): void;
  /** Makes everything due, stopped ones too. Answers how many that is. */
  deliverNow(): Promise<Result<number, Failure>>;
  drop(captureIds: ReadonlySet<CaptureId> | 'all'): Promise<Result<number, Failure>>;
  /** Begins to deliver what is due. */
  start(): void;
  /** Begins no other try. Resolves when the one under way has ended and is stored. */
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly key: QueueTargetKey;
  readonly store: Pick<Store, 'changeQueue' | 'queuedRequest'>;
  /** null: the endpoint does not forward to it any more. */
  readonly target: () => SendingTarget | null;
  readonly sending: Pick<TargetSending, 'send'>;
  readonly clock: QueueClock;
  readonly changed: () => void;
  readonly kept: (attempt: AttemptDetail) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
}

/** A disk that is full takes writes again when somebody made room. */
const STORE_AGAIN_MS = 10_000;
/** Arrivals look this often whether a target that did not answer is back. */
const ARRIVAL_TRIES_MS = 10_000;
/** The longest wait a timer takes is 24.8 days; a clock that was set back must not make it longer than any real one. */
const MAX_TIMER_MS = 3_600_000;

export function createLane(options: LaneOptions): Lane {
  const { key, store, clock } = options;
  const rows = new Map<CaptureId, QueuedDelivery>();
  let running: Promise<void> | null = null;
  let callOff: () => void = () => undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let url = options.target()?.url ?? null;
  let isStarted = false;
  let isClosed = false;
  const closing = Promise.withResolvers<void>();

  const sorted = (): QueuedDelivery[] => [...rows.values()].sort((a, b) => a.captureId - b.captureId);

  /** Every change is in memory at once and on disk in the order of the changes. */
  function set(row: QueuedDelivery): void {
    rows.set(row.captureId, row);
    options.changed();
  }

  function first(): QueuedDelivery | undefined {
    let best: QueuedDelivery | undefined;
    for (const row of rows.values()) {
      if (row.state === 'waiting' && (best === undefined || row.captureId < best.captureId)) best = row;
    }
    return best;
  }

  function kick(): void {
    callOff();
    if (!isStarted || isClosed || running !== null) return;
    const next = first();
    if (next === undefined) return;
    const waitMs = (next.nextAt ?? 0) - clock.now();
    if (waitMs > 0) {
      callOff = clock.after(Math.min(waitMs, MAX_TIMER_MS), kick);
      return;
    }
    running = drain()
      .catch(options.onBug)
      .finally(() => {
        running = null;
        kick();
      });
  }

  async function drain(): Promise<void> {
    for (let next = first(); next !== undefined && !isClosed; next = first()) {
      if ((next.nextAt ?? 0) > clock.now()) return;
      await tryOne(next);
    }
  }

  /** Until the disk takes it; null where the engine closed before. */
  async function write(change: QueueChange): Promise<QueueChanged | null> {
    for (;;) {
      const stored = await store.changeQueue(change);
      if (stored.ok) return stored.value;
      options.onStorageFailure(stored.failure);
      if (isClosed) return null;
      await new Promise<void>((resolve) => {
        const off = clock.after(STORE_AGAIN_MS, resolve);
        void closing.promise.then(() => {
          off();
          resolve();
        });
      });
    }
  }

  async function tryOne({ captureId }: QueuedDelivery): Promise<void> {
    const request = await store.queuedRequest(captureId);
    // It may have been dropped, or made due anew, while its request was read.
    const row = rows.get(captureId);
    if (row === undefined) return;
    // The store keeps the capture of everything that waits.
    if (request === null) throw new Error(`the capture ${captureId} is gone while it waits`);
    const target = options.target();
    if (target === null) {
      await settle(row, stopped(row, { code: 'forward-target-gone' }), null);
      return;
    }
    const under: QueuedDelivery = { ...row, state: 'sending', nextAt: null };
    set(under);
    // On disk before a byte is sent: after a crash it is known that this one may have arrived.
    if ((await write({ put: [under], remove: [], attempt: null })) === null) return;
    const { method, target: path, headers } = request.detail;
    const sent = await options.sending.send(row, { method, target: path, headers, body: request.body }, target);
    triedAt = clock.now();
    if (sent.ok) await settle(row, afterTry(row, sent.value), sent.value);
    else await settle(row, stopped(row, sent.failure), null);
  }

  /** `next` null: the target has it. */
  async function settle(row: QueuedDelivery, next: QueuedDelivery | null, attempt: NewAttempt | null): Promise<void> {
    const isDropped = !rows.has(row.captureId);
    const isOver = next === null || isDropped;
    const stored = await write(isOver ? { put: [], remove: [row], attempt } : { put: [next], remove: [], attempt });
    if (stored === null) return;
    // Dropped while it was stored: the drop is the later word on disk too.
    if (isOver) rows.delete(row.captureId);
    else if (rows.has(row.captureId)) rows.set(row.captureId, next);
    if (stored.attempt !== null) options.kept(stored.attempt);
    options.changed();
  }

  function afterTry(row: QueuedDelivery, { outcome, timings }: NewAttempt): QueuedDelivery | null {
    const tries = row.tries + 1;
    const now = clock.now();
    const waiting = { ...row, state: 'waiting', tries, last: outcome, nextAt: now + retryDelayMs(tries) } as const;
    switch (endOfTry(outcome)) {
      case 'delivered':
        return null;
      case 'refused':
        return { ...waiting, state: 'stopped', nextAt: null };
      case 'again': {
        const refusals = row.refusals + 1;
        if (refusals >= MAX_REFUSALS) return { ...waiting, refusals, state: 'stopped', nextAt: null };
        return { ...waiting, refusals };
      }
      case 'unanswered':
        // Cut off by our own end, it is due at the next start.
        return {
          ...waiting,
          nextAt: isClosed ? now : waiting.nextAt,
          mayBeTwice: row.mayBeTwice || timings.connectedMs !== null,
        };
    }
  }

  async function change(parts: Partial<QueueChange>): Promise<Result<void, Failure>> {
    const stored = await store.changeQueue({ put: [], remove: [], attempt: null, ...parts });
    return stored.ok ? ok() : stored;
  }

  return {
    key,
    get deliveries() {
      return sorted();
    },
    get size() {
      return rows.size;
    },
    get isBusy() {
      for (const { state } of rows.values()) if (state !== 'stopped') return true;
      return false;
    },
    add(deliveries) {
      for (const row of deliveries) set(row);
      // The try at its arrival is one of the target too.
      if (deliveries.some(({ tries }) => tries > 0)) triedAt = clock.now();
      kick();
    },
    noteArrival() {
      const next = first();
      const now = clock.now();
      if (next === undefined || next.last?.kind !== 'failed' || now - triedAt < ARRIVAL_TRIES_MS) return;
      // Counts as tried now: arrivals that follow at once must not begin another try.
      triedAt = now;
      set({ ...next, nextAt: now });
      kick();
    },
    noteTarget() {
      const before = url;
      url = options.target()?.url ?? null;
      const next = first();
      if (next === undefined || url === before) return;
      set({ ...next, nextAt: clock.now() });
      kick();
    },
    async deliverNow() {
      const now = clock.now();
      const due = sorted()
        .filter(({ state }) => state !== 'sending')
        .map((row): QueuedDelivery => ({ ...row, state: 'waiting', refusals: 0, nextAt: now }));
      for (const row of due) set(row);
      const stored = await change({ put: due });
      kick();
      return stored.ok ? ok(due.length) : stored;
    },
    async drop(captureIds) {
      const doomed = sorted().filter(({ captureId }) => captureIds === 'all' || captureIds.has(captureId));
      for (const { captureId } of doomed) rows.delete(captureId);
      const stored = await change({ remove: doomed });
      // The try under way ends as that of a dropped one.
      if (!stored.ok) for (const row of doomed) if (row.state !== 'sending') rows.set(row.captureId, row);
      options.changed();
      kick();
      return stored.ok ? ok(doomed.length) : stored;
    },
    start() {
      isStarted = true;
      kick();
    },
    async close() {
      isClosed = true;
      callOff();
      closing.resolve();
      await running;
    },
  };
}

function stopped(row: QueuedDelivery, failure: Failure): QueuedDelivery {
  const last: AttemptOutcome = { kind: 'failed', failure };
  return { ...row, state: 'stopped', nextAt: null, last };
}
