import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Input } from '../../core/contract.ts';
import { type DeliveryRun, hasEnded } from '../../core/deliver/delivery-run.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import type { Sender } from '../replay/sender.ts';
import type { Schemes } from '../schemes.ts';
import type { Sending } from '../sending.ts';
import { withPolicyHeaders } from './delivered-request.ts';
import { firstState, runDelivery } from './run-delivery.ts';

/** Deliveries under way and those that ended lately. They end with the engine: a wait of an hour does not outlive it. */
export interface Deliveries {
  /** Answers when the first attempt begins; a failure means that nothing was sent. */
  start(input: Input<'deliveries.start'>): Promise<Result<DeliveryRun, Failure>>;
  /** Nothing happens where it has ended. */
  cancel(id: string): void;
  /** Newest first. */
  list(): readonly DeliveryRun[];
  /** Cancels all. Resolves when nothing is sent or stored any more. */
  close(): Promise<void>;
}

export interface DeliveriesOptions {
  /** One a run, so that cancelling ends the attempt under way and nothing else. */
  readonly createSender: () => Sender;
  readonly sending: Pick<Sending, 'sign' | 'keep'>;
  readonly schemes: Pick<Schemes, 'byId'>;
  readonly crypto: CryptoPort;
  readonly changed: (run: DeliveryRun) => void;
  readonly onBug: (error: unknown) => void;
  readonly now: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** More than a person follows at a time; each holds its request in memory. */
export const MAX_RUNNING_DELIVERIES = 20;
/** Of those that ended, what the screen still lists. */
const KEPT_ENDED = 30;

interface Running {
  run: DeliveryRun;
  readonly abort: AbortController;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { sending, schemes, crypto, now, wait = waitFor } = options;
  const all = new Map<string, Running>();
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  const running = (): number => [...all.values()].filter(({ run }) => !hasEnded(run)).length;

  function forgetOldest(): void {
    const ended = [...all.values()].filter(({ run }) => hasEnded(run));
    for (const { run } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) all.delete(run.id);
  }

  return {
    async start({ draft, scheme: schemeId, policy, speed }) {
      const scheme = schemeOf(schemes, schemeId);
      if (!scheme.ok) return scheme;
      // Asked before anything is counted as begun: an unknown target has to be confirmed first.
      const signed = sending.sign(withPolicyHeaders(draft, policy.headers));
      if (!signed.ok) return signed;
      const sender = options.createSender();
      const allowed = await sender.check(signed.value, policy.deadlineMs);
      if (!allowed.ok) return allowed;
      if (isClosed || running() >= MAX_RUNNING_DELIVERIES) {
        return fail({ code: 'deliveries-busy', what: 'delivery', limit: MAX_RUNNING_DELIVERIES });
      }
      const abort = new AbortController();
      abort.signal.addEventListener('abort', () => sender.close());
      const delivery = { id: randomUUID(), draft, scheme: scheme.value, policy, speed, now };
      const entry: Running = { run: firstState(delivery), abort };
      all.set(delivery.id, entry);
      const ended = runDelivery({
        ...delivery,
        sign: sending.sign,
        sender,
        async keep(attempt) {
          const kept = await sending.keep(attempt);
          return kept.ok ? ok(kept.value.id) : kept;
        },
        crypto,
        wait,
        changed(run) {
          entry.run = run;
          options.changed(run);
        },
        signal: abort.signal,
      })
        .catch(options.onBug)
        .finally(() => {
          underWay.delete(ended);
          forgetOldest();
        });
      underWay.add(ended);
      return ok(entry.run);
    },
    cancel: (id) => all.get(id)?.abort.abort(),
    list: () => [...all.values()].map(({ run }) => run).reverse(),
    async close() {
      isClosed = true;
      for (const { abort } of all.values()) abort.abort();
      await Promise.all(underWay);
    },
  };
}

/** `id` null: none. */
export function schemeOf(schemes: Pick<Schemes, 'byId'>, id: string | null): Result<Scheme | null, Failure> {
  if (id === null) return ok(null);
  const scheme = schemes.byId(id);
  return scheme === undefined ? fail({ code: 'scheme-unknown', scheme: id }) : ok(scheme);
}

export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    // The one way in which a sleep ends early, and what the caller asked for.
    if (!signal.aborted) throw error;
  }
}
