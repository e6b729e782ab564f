import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Input } from '../../core/contract.ts';
import type { Burst } from '../../core/deliver/burst.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { Sender } from '../replay/sender.ts';
import type { Schemes } from '../schemes.ts';
import type { Sending } from '../sending.ts';
import type { Store } from '../storage/store.ts';
import { schemeOf } from './deliveries.ts';
import { firstBurst, runBurst } from './run-burst.ts';

/** The burst under way, one at a time, and the summaries of the last ones, which are stored. */
export interface Bursts {
  /** Answers when it begins; a failure means that nothing was sent. */
  start(input: Input<'bursts.start'>): Promise<Result<Burst, Failure>>;
  /** Nothing happens where it has ended. */
  cancel(id: string): void;
  /** Newest first. */
  list(): readonly Burst[];
  /** Cancels. Resolves when nothing is sent or stored any more. */
  close(): Promise<void>;
}

export interface BurstsOptions {
  /** One a burst, so that cancelling ends its requests and nothing else. Keeps little of a reply: a hundred come at once. */
  readonly createSender: () => Sender;
  readonly store: Pick<Store, 'value' | 'putValue'>;
  readonly sending: Pick<Sending, 'sign' | 'keep'>;
  readonly schemes: Pick<Schemes, 'byId'>;
  readonly crypto: CryptoPort;
  readonly changed: (burst: Burst) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
  readonly now: () => number;
}

const VALUE_NAME = 'bursts';
const KEPT_BURSTS = 20;
const busy = fail({ code: 'deliveries-busy', what: 'burst', limit: 1 } as const);

export async function openBursts(options: BurstsOptions): Promise<Bursts> {
  const { store, sending, schemes, crypto, now } = options;
  const text = await store.value(VALUE_NAME);
  // Written below and nowhere else.
  let ended: readonly Burst[] = text === null ? [] : (JSON.parse(text) as Burst[]);
  let current: { burst: Burst; readonly abort: AbortController } | null = null;
  let over: Promise<void> = Promise.resolve();
  let isStarting = false;
  let isClosed = false;

  async function remember(burst: Burst): Promise<void> {
    ended = [burst, ...ended].slice(0, KEPT_BURSTS);
    const stored = await store.putValue(VALUE_NAME, JSON.stringify(ended));
    if (!stored.ok) options.onStorageFailure(stored.failure);
  }

  async function begin({ draft, scheme: id, plan }: Input<'bursts.start'>): Promise<Result<Burst, Failure>> {
    const scheme = schemeOf(schemes, id);
    if (!scheme.ok) return scheme;
    const signed = sending.sign(draft);
    if (!signed.ok) return signed;
    const sender = options.createSender();
    const allowed = await sender.check(signed.value, plan.deadlineMs);
    if (!allowed.ok) return allowed;
    if (isClosed) return busy;
    const abort = new AbortController();
    abort.signal.addEventListener('abort', () => sender.close());
    const what = { id: randomUUID(), draft, scheme: scheme.value, plan, now };
    const run = async (): Promise<void> => {
      try {
        const last = await runBurst({
          ...what,
          sign: sending.sign,
          sender,
          async keep(attempt) {
            const kept = await sending.keep(attempt);
            return kept.ok ? ok(kept.value.id) : kept;
          },
          crypto,
          monotonicMs: () => performance.now(),
          changed(burst) {
            if (current !== null) current.burst = burst;
            // The end is told when it can be started again, and is on disk.
            if (burst.state === 'running') options.changed(burst);
          },
          signal: abort.signal,
        });
        await remember(last);
        current = null;
        options.changed(last);
      } catch (error) {
        current = null;
        options.onBug(error);
      }
    };
    const burst = firstBurst(what);
    current = { burst, abort };
    over = run();
    return ok(burst);
  }

  return {
    async start(input) {
      if (isClosed || isStarting || current !== null) {
        return busy;
      }
      isStarting = true;
      try {
        return await begin(input);
      } finally {
        isStarting = false;
      }
    },
    cancel(id) {
      if (current?.burst.id === id) current.abort.abort();
    },
    list: () => (current === null ? ended : [current.burst, ...ended]),
    async close() {
      isClosed = true;
      current?.abort.abort();
      await over;
    },
  };
}
