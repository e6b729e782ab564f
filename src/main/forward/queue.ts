import type { AttemptDetail } from '../../core/attempt.ts';
import type { CaptureId } from '../../core/capture.ts';
import type { Input } from '../../core/contract.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { QueuedDelivery, QueuedTarget, QueuePage, QueueTargetKey } from '../../core/forward/queue.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Store } from '../storage/store.ts';
import type { QueueClock } from './clock.ts';
import { createLane, type Lane } from './lane.ts';
import type { SendingTarget, TargetSending } from './target-sending.ts';

/** What waits for all targets. */
export interface ForwardQueue {
  lane(key: QueueTargetKey): Lane;
  list(limit: number): QueuePage;
  deliverNow(target: QueueTargetKey | null): Promise<Result<{ count: number }, Failure>>;
  drop(input: Input<'queue.drop'>): Promise<Result<{ count: number }, Failure>>;
  /** Endpoints were changed: a target may be gone, or have another URL. */
  noteEndpoints(): void;
  /** Begins to deliver. */
  start(): void;
  /** Resolves when nothing is sent or stored any more. */
  close(): Promise<void>;
}

export interface ForwardQueueOptions {
  readonly store: Pick<Store, 'queued' | 'changeQueue' | 'queuedRequest'>;
  readonly endpoint: (id: string) => Endpoint | undefined;
  readonly sending: Pick<TargetSending, 'send'>;
  readonly clock: QueueClock;
  readonly changed: (targets: readonly QueuedTarget[]) => void;
  readonly kept: (attempt: AttemptDetail) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
}

/** Ten events a second are all that a screen can show. */
const TELL_MS = 100;

export async function openForwardQueue(options: ForwardQueueOptions): Promise<ForwardQueue> {
  const { store, clock } = options;
  const lanes = new Map<string, Lane>();
  let telling: NodeJS.Timeout | null = null;
  let isStarted = false;
  let isClosed = false;

  function targetOf({ endpointId, targetId }: QueueTargetKey): SendingTarget | null {
    const forward = options.endpoint(endpointId)?.replying.forward ?? null;
    const target = forward?.targets.find(({ id }) => id === targetId);
    return forward === null || target === undefined ? null : { url: target.url, timeoutMs: forward.timeoutMs };
  }

  function tellNow(): void {
    telling = null;
    options.changed(summaries());
  }

  function changed(): void {
    if (!isClosed) telling ??= setTimeout(tellNow, TELL_MS).unref();
  }

  function lane(key: QueueTargetKey): Lane {
    const name = JSON.stringify([key.endpointId, key.targetId]);
    const known = lanes.get(name);
    if (known !== undefined) return known;
    const { endpointId, targetId } = key;
    const made = createLane({ ...options, key: { endpointId, targetId }, target: () => targetOf(key), changed });
    lanes.set(name, made);
    if (isStarted) made.start();
    return made;
  }

  const filled = (): { readonly lane: Lane; readonly deliveries: readonly QueuedDelivery[] }[] =>
    [...lanes.values()]
      .map((one) => ({ lane: one, deliveries: one.deliveries }))
      .filter(({ deliveries }) => deliveries.length > 0);

  function summary({ key }: Lane, deliveries: readonly QueuedDelivery[]): QueuedTarget {
    const open = deliveries.filter(({ state }) => state !== 'stopped');
    const isSending = open.some(({ state }) => state === 'sending');
    return {
      ...key,
      url: targetOf(key)?.url ?? null,
      waiting: open.length,
      stopped: deliveries.length - open.length,
      isSending,
      nextAt: isSending ? null : (open[0]?.nextAt ?? null),
      last: (open[0] ?? deliveries[0])?.last ?? null,
    };
  }
  const summaries = (): QueuedTarget[] => filled().map((one) => summary(one.lane, one.deliveries));

  async function sum(counts: readonly Promise<Result<number, Failure>>[]): Promise<Result<{ count: number }, Failure>> {
    let count = 0;
    for (const one of await Promise.all(counts)) {
      if (!one.ok) return one;
      count += one.value;
    }
    return ok({ count });
  }

  const isOf =
    (target: QueueTargetKey) =>
    ({ key }: Lane): boolean =>
      key.endpointId === target.endpointId && key.targetId === target.targetId;

  // What was under way when the process ended may have arrived. It stays so on disk until it is tried again.
  for (const row of await store.queued()) {
    const again: QueuedDelivery = { ...row, state: 'waiting', nextAt: clock.now(), mayBeTwice: true };
    lane(row).add([row.state === 'sending' ? again : row]);
  }

  return {
    lane,
    list(limit) {
      const all = filled();
      return {
        targets: all.map((one) => summary(one.lane, one.deliveries)),
        deliveries: all.flatMap(({ deliveries }) => deliveries.slice(0, limit)),
      };
    },
    deliverNow(target) {
      const chosen = [...lanes.values()].filter(target === null ? () => true : isOf(target));
      return sum(chosen.map((one) => one.deliverNow()));
    },
    drop(input) {
      const all = [...lanes.values()];
      if ('target' in input) return sum(all.filter(isOf(input.target)).map((one) => one.drop('all')));
      const byTarget = Map.groupBy(input.deliveries, ({ targetId }) => targetId);
      return sum(
        all.map((one) => {
          const ids = new Set<CaptureId>(byTarget.get(one.key.targetId)?.map(({ captureId }) => captureId));
          return one.drop(ids);
        }),
      );
    },
    noteEndpoints() {
      for (const one of lanes.values()) one.noteTarget();
      if (filled().length > 0) changed();
    },
    start() {
      isStarted = true;
      for (const one of lanes.values()) one.start();
    },
    async close() {
      await Promise.all([...lanes.values()].map((one) => one.close()));
      isClosed = true;
      if (telling !== null) clearTimeout(telling);
    },
  };
}
