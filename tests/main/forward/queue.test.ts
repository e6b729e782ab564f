import { describe, expect, it, onTestFinished } from 'vitest';
import type { AttemptDetail } from '../../../src/core/attempt.ts';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import type { QueuedDelivery } from '../../../src/core/forward/queue.ts';
import { defaultReplySettings } from '../../../src/core/reply/reply-settings.ts';
import type { QueueClock } from '../../../src/main/forward/clock.ts';
import { type ForwardQueue, openForwardQueue } from '../../../src/main/forward/queue.ts';
import { createTargetSending } from '../../../src/main/forward/target-sending.ts';
import { createSender } from '../../../src/main/replay/sender.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { append, unwrap } from '../../support/store-helpers.ts';
import { forwardSettings, forwardTarget, OK, type RawTarget, startRawTarget, status } from './support.ts';

const MINUTE = 60_000;
const KEY = { endpointId: 'catch-all', targetId: 't1' };

/** Time that passes when a test says so. */
function createClock(): QueueClock & { advance(ms: number): void; readonly waits: readonly number[] } {
  let now = 1_750_000_000_000;
  const timers = new Map<object, { readonly at: number; readonly call: () => void }>();
  return {
    now: () => now,
    after(ms, call) {
      const timer = {};
      timers.set(timer, { at: now + ms, call });
      return () => timers.delete(timer);
    },
    get waits() {
      return [...timers.values()].map(({ at }) => at - now);
    },
    advance(ms) {
      now += ms;
      for (const [timer, { at, call }] of [...timers]) {
        if (at > now) continue;
        timers.delete(timer);
        call();
      }
    },
  };
}

interface Rig {
  readonly queue: ForwardQueue;
  readonly clock: ReturnType<typeof createClock>;
  readonly store: Store;
  readonly bugs: unknown[];
  /** The next try that ends and is stored. */
  tried(): Promise<AttemptDetail>;
  rows(): readonly QueuedDelivery[];
}

async function rig(target: RawTarget, store: Store = createMemoryStore()): Promise<Rig> {
  const clock = createClock();
  const bugs: unknown[] = [];
  const ended: AttemptDetail[] = [];
  const waiting: ((attempt: AttemptDetail) => void)[] = [];
  const forward = forwardSettings([forwardTarget(target.origin)]);
  const endpoint = { ...newCatchAll(1), replying: { ...defaultReplySettings, forward } };
  const sender = createSender({ isOwnControlPort: () => false, confirmedOrigins: new Set() });
  const queue = await openForwardQueue({
    store,
    endpoint: (id) => (id === endpoint.id ? endpoint : undefined),
    sending: createTargetSending({ sender, via: 'hookproof-x', publicUrl: () => null, verifyTls: () => true }),
    clock,
    changed: () => undefined,
    kept(attempt) {
      const first = waiting.shift();
      if (first === undefined) ended.push(attempt);
      else first(attempt);
    },
    onStorageFailure: (failure) => bugs.push(failure),
    onBug: (error) => bugs.push(error),
  });
  queue.start();
  onTestFinished(async () => {
    sender.close();
    await queue.close();
    expect(bugs).toEqual([]);
  });
  return {
    queue,
    clock,
    store,
    bugs,
    tried() {
      const first = ended.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    rows: () => queue.list(100).deliveries,
  };
}

/** Puts captures with these bodies into the queue, as a forward does. */
async function enqueue({ store, clock, queue }: Rig, bodies: readonly string[]): Promise<void> {
  const rows: QueuedDelivery[] = [];
  for (const body of bodies) {
    const { id, method, target } = await append(store, { body });
    const state = {
      state: 'waiting',
      tries: 0,
      refusals: 0,
      nextAt: clock.now(),
      last: null,
      mayBeTwice: false,
    } as const;
    rows.push({ captureId: id, ...KEY, method, path: target, queuedAt: clock.now(), ...state });
  }
  unwrap(await store.changeQueue({ put: rows, remove: [], attempt: null }));
  queue.lane(KEY).add(rows);
}

describe('a delivery that nobody answers', () => {
  it('is tried after 2, 4, 8, 16 and 32 minutes, then every 32, and keeps its place', async () => {
    const target = await startRawTarget();
    await target.stop();
    const at = await rig(target);
    await enqueue(at, ['1', '2']);
    for (const minutes of [2, 4, 8, 16, 32, 32, 32]) {
      const { outcome } = await at.tried();
      expect(outcome).toMatchObject({ failure: { code: 'target-unreachable' } });
      const [first, second] = at.rows();
      expect([first?.nextAt, second?.tries]).toEqual([at.clock.now() + minutes * MINUTE, 0]);
      at.clock.advance(minutes * MINUTE - 1);
      expect(at.rows()[0]?.state).toBe('waiting');
      at.clock.advance(1);
    }
    await at.tried();
    const again = await startRawTarget(target.port);
    expect(unwrap(await at.queue.deliverNow(KEY)).count).toBe(2);
    await at.tried();
    await at.tried();
    expect(again.bodies).toEqual(['1', '2']);
    expect(at.rows()).toEqual([]);
    expect(await at.store.queued()).toEqual([]);
  });

  it('is tried again when something else arrives, but not at every arrival', async () => {
    const target = await startRawTarget();
    await target.stop();
    const at = await rig(target);
    await enqueue(at, ['1']);
    await at.tried();
    const lane = at.queue.lane(KEY);
    lane.noteArrival();
    expect(at.rows()[0]).toMatchObject({ state: 'waiting', tries: 1 });
    at.clock.advance(10_000);
    lane.noteArrival();
    lane.noteArrival();
    await at.tried();
    expect(at.rows()[0]).toMatchObject({ state: 'waiting', tries: 2, nextAt: at.clock.now() + 4 * MINUTE });
  });

  it('says that it may be delivered twice where the connection stood', async () => {
    const target = await startRawTarget(0, '');
    const at = await rig(target);
    await enqueue(at, ['1']);
    expect((await at.tried()).outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'reset' } });
    expect(at.rows()[0]?.mayBeTwice).toBe(true);
  });
});

describe('a delivery that is refused', () => {
  it('stops at once for good reasons, and lets the next one go', async () => {
    const target = await startRawTarget(0, status(401));
    const at = await rig(target);
    await enqueue(at, ['1']);
    await at.tried();
    expect(at.rows()).toMatchObject([{ state: 'stopped', nextAt: null, last: { status: 401 } }]);
    target.reply = OK;
    await enqueue(at, ['2']);
    await at.tried();
    expect(target.bodies).toEqual(['1', '2']);
    expect(at.rows()).toMatchObject([{ captureId: 1, state: 'stopped' }]);
    unwrap(await at.queue.deliverNow(null));
    await at.tried();
    expect(at.rows()).toEqual([]);
  });

  it('is tried five times where the target asks for it, and stops then', async () => {
    const target = await startRawTarget(0, status(503));
    const at = await rig(target);
    await enqueue(at, ['1', '2']);
    for (const minutes of [2, 4, 8, 16]) {
      await at.tried();
      expect(at.rows()[0]?.state).toBe('waiting');
      at.clock.advance(minutes * MINUTE);
    }
    await at.tried();
    expect(at.rows()[0]).toMatchObject({ state: 'stopped', tries: 5, refusals: 5 });
    await at.tried();
    expect(target.bodies).toEqual(['1', '1', '1', '1', '1', '2']);
  });
});

describe('a delivery that is dropped', () => {
  it('is not tried any more, and a try under way ends it', async () => {
    const target = await startRawTarget(0, null);
    const at = await rig(target);
    await enqueue(at, ['1', '2']);
    await target.got(1);
    expect(at.rows().map(({ state }) => state)).toEqual(['sending', 'waiting']);
    expect(unwrap(await at.queue.drop({ target: KEY })).count).toBe(2);
    expect([at.rows(), await at.store.queued()]).toEqual([[], []]);
    target.reply = OK;
    await target.stop();
    await at.tried();
    expect([at.rows(), await at.store.queued()]).toEqual([[], []]);
    expect(target.bodies).toEqual(['1']);
  });
});

describe('the queue as it is opened', () => {
  it('says of what was under way that it may have arrived, and goes on in order', async () => {
    const target = await startRawTarget(0, null);
    const first = await rig(target);
    await enqueue(first, ['1', '2']);
    await target.got(1);
    // What a process that is killed now leaves behind.
    const left = createMemoryStore();
    for (const body of ['1', '2']) await append(left, { body });
    unwrap(await left.changeQueue({ put: await first.store.queued(), remove: [], attempt: null }));
    expect(await left.queued()).toMatchObject([{ state: 'sending' }, { state: 'waiting' }]);
    target.reply = OK;
    const next = await rig(target, left);
    expect(next.rows()).toMatchObject([{ mayBeTwice: true }, { mayBeTwice: false }]);
    // It stays known of the attempt when nothing waits any more.
    expect((await next.tried()).origin).toMatchObject({ captureId: 1, mayBeTwice: true });
    expect((await next.tried()).origin).toMatchObject({ captureId: 2, mayBeTwice: false });
    expect(target.bodies).toEqual(['1', '1', '2']);
    expect(await left.queued()).toEqual([]);
  });

  it('summarises each target and shows the first of each', async () => {
    const target = await startRawTarget();
    await target.stop();
    const at = await rig(target);
    await enqueue(at, ['1', '2', '3']);
    await at.tried();
    const page = at.queue.list(2);
    expect(page.deliveries.map(({ captureId }) => captureId)).toEqual([1, 2]);
    expect(page.targets).toMatchObject([
      { ...KEY, url: target.origin, waiting: 3, stopped: 0, isSending: false, nextAt: at.clock.now() + 2 * MINUTE },
    ]);
  });

  it('waits for a disk that takes nothing, and sends nothing meanwhile', async () => {
    const target = await startRawTarget();
    const store = createMemoryStore();
    let isFull = false;
    const at = await rig(target, {
      ...store,
      changeQueue: async (change) =>
        isFull ? { ok: false, failure: { code: 'storage-full' } } : store.changeQueue(change),
    });
    await enqueue(at, []);
    const { id } = await append(store, { body: '1' });
    const row: QueuedDelivery = {
      captureId: id,
      ...KEY,
      method: 'POST',
      path: '/',
      queuedAt: 0,
      state: 'waiting',
      tries: 0,
      refusals: 0,
      nextAt: 0,
      last: null,
      mayBeTwice: false,
    };
    unwrap(await store.changeQueue({ put: [row], remove: [], attempt: null }));
    isFull = true;
    at.queue.lane(KEY).add([row]);
    await expect.poll(() => at.bugs).toEqual([{ code: 'storage-full' }]);
    expect(target.requests).toEqual([]);
    isFull = false;
    at.bugs.length = 0;
    at.clock.advance(10_000);
    await at.tried();
    expect(target.bodies).toEqual(['1']);
    expect(at.rows()).toEqual([]);
  });
});
