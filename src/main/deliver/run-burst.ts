import type { NewAttempt } from '../../core/attempt.ts';
import {
  type Burst,
  type BurstCount,
  type BurstPlan,
  countsOf,
  latencyOf,
  MAX_BURST_FAILURES,
} from '../../core/deliver/burst.ts';
import type { Draft } from '../../core/draft/draft.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import type { Sender } from '../replay/sender.ts';
import { requestMaker } from './delivered-request.ts';

export interface BurstOptions {
  readonly id: string;
  readonly draft: Draft;
  /** Where the delivery id stands; null: no provider in particular. */
  readonly scheme: Scheme | null;
  readonly plan: BurstPlan;
  readonly sign: (draft: Draft) => Result<Draft, Failure>;
  /** Closed when the burst is cancelled: that ends the requests under way. */
  readonly sender: Sender;
  /** Gives the id under which a failure is kept; null where none is. */
  readonly keep: (attempt: NewAttempt) => Promise<Result<number | null, Failure>>;
  readonly crypto: CryptoPort;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** At the start, at most ten times a second, and at the end. */
  readonly changed: (burst: Burst) => void;
  readonly signal: AbortSignal;
}

const PROGRESS_MS = 100;

/** Sends all of it, so many at a time. Resolves with the ended burst, which `changed` was told too. */
export async function runBurst(options: BurstOptions): Promise<Burst> {
  const { id, plan, draft, sender, signal, monotonicMs } = options;
  const make = requestMaker({ ...options, repeat: plan.repeat });
  const first = firstBurst(options);
  const startedMs = monotonicMs();
  const outcomes = new Map<BurstCount['what'], number>();
  const times: number[] = [];
  const failures: number[] = [];
  let toldMs = startedMs;
  let begun = 0;
  let done = 0;
  let keeping = 0;
  let elapsedMs = 0;
  let failure: Failure | null = null;

  function tell(state: Burst['state'], latency: Burst['latency']): Burst {
    const counts = countsOf(outcomes);
    const burst: Burst = { ...first, state, done, counts, elapsedMs, latency, failures: [...failures], failure };
    options.changed(burst);
    return burst;
  }

  async function note(attempt: NewAttempt): Promise<void> {
    const { outcome } = attempt;
    const what = outcome.kind === 'replied' ? outcome.status : outcome.failure.code;
    outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
    if (outcome.kind === 'replied') times.push(attempt.durationMs);
    done++;
    const nowMs = monotonicMs();
    elapsedMs = nowMs - startedMs;
    const isSuccess = outcome.kind === 'replied' && outcome.status >= 200 && outcome.status < 300;
    if (!isSuccess && keeping < MAX_BURST_FAILURES) {
      keeping++;
      const kept = await options.keep(attempt);
      if (!kept.ok) failure ??= kept.failure;
      else if (kept.value !== null) failures.push(kept.value);
    }
    if (nowMs - toldMs < PROGRESS_MS) return;
    toldMs = nowMs;
    tell('running', null);
  }

  async function sendOneAfterAnother(): Promise<void> {
    while (begun < plan.count && failure === null && !signal.aborted) {
      const number = ++begun;
      const request = make();
      if (!request.ok) {
        failure ??= request.failure;
        return;
      }
      const sent = await sender.send(request.value.signed, {
        timeoutMs: plan.deadlineMs,
        verifyTls: plan.verifyTls,
        origin: { kind: 'burst', burstId: id, number },
        signedWith: draft.signing?.scheme ?? null,
      });
      // Requests that the cancelling cut off say nothing about the handler.
      if (signal.aborted) return;
      if (sent.ok) await note({ ...sent.value, draft: request.value.draft });
      else failure ??= sent.failure;
    }
  }

  tell('running', null);
  const atOnce = Math.min(plan.concurrency, plan.count);
  await Promise.all(Array.from({ length: atOnce }, sendOneAfterAnother));
  const state = signal.aborted ? 'cancelled' : failure === null ? 'done' : 'stopped';
  return tell(state, latencyOf(times));
}

export function firstBurst({
  id,
  draft,
  scheme,
  plan,
  now,
}: Pick<BurstOptions, 'id' | 'draft' | 'scheme' | 'plan' | 'now'>): Burst {
  return {
    id,
    startedAt: now(),
    method: draft.method,
    url: draft.url,
    scheme: scheme?.info.id ?? null,
    plan,
    state: 'running',
    done: 0,
    counts: [],
    elapsedMs: 0,
    latency: null,
    failures: [],
    failure: null,
  };
}
