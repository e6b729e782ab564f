import type { AttemptOutcome, NewAttempt } from '../../core/attempt.ts';
import { latin1Text } from '../../core/bytes.ts';
import type { DeliveryAttempt, DeliveryRun, DeliveryState } from '../../core/deliver/delivery-run.ts';
import { type AttemptResult, nextAttempt } from '../../core/deliver/next-attempt.ts';
import type { DeliveryPolicy } from '../../core/deliver/policy.ts';
import type { Speed } from '../../core/deliver/speed.ts';
import type { Draft } from '../../core/draft/draft.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import type { Sender } from '../replay/sender.ts';
import { requestMaker, withPolicyHeaders } from './delivered-request.ts';

export interface DeliveryOptions {
  readonly id: string;
  readonly draft: Draft;
  /** Where the delivery id stands; null: no provider in particular. */
  readonly scheme: Scheme | null;
  readonly policy: DeliveryPolicy;
  readonly speed: Speed;
  readonly sign: (draft: Draft) => Result<Draft, Failure>;
  /** Closed when the delivery is cancelled: that ends the attempt under way. */
  readonly sender: Sender;
  /** Gives the id under which the attempt is kept; null where none is. */
  readonly keep: (attempt: NewAttempt) => Promise<Result<number | null, Failure>>;
  readonly crypto: CryptoPort;
  /** Resolves after so long, or when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  readonly changed: (run: DeliveryRun) => void;
  readonly signal: AbortSignal;
}

/** Sends until the policy says that it is over. Resolves with the ended run, which `changed` was told too. */
export async function runDelivery(options: DeliveryOptions): Promise<DeliveryRun> {
  const { policy, speed, signal, now, sender } = options;
  const make = requestMaker({ ...options, draft: withPolicyHeaders(options.draft, policy.headers), ...policy });
  const history: AttemptResult[] = [];
  const attempts: DeliveryAttempt[] = [];
  const run: Omit<DeliveryRun, 'attempts' | 'state'> = firstState(options);

  function to(state: DeliveryState): DeliveryRun {
    const changed: DeliveryRun = { ...run, attempts: [...attempts], state };
    options.changed(changed);
    return changed;
  }
  const stopped = (failure: Failure): DeliveryRun =>
    to({ kind: 'ended', outcome: 'stopped', why: '', at: now(), failure });

  const cancelled = (): DeliveryRun => to({ kind: 'ended', outcome: 'cancelled', why: '', at: now(), failure: null });

  for (;;) {
    const next = nextAttempt(policy, history);
    if ('done' in next) return to({ kind: 'ended', outcome: next.done, why: next.why, at: now(), failure: null });
    const number = attempts.length + 1;
    if (next.waitMs > 0) {
      const restMs = next.waitMs / speed;
      to({ kind: 'waiting', number, waitMs: next.waitMs, until: now() + restMs });
      await options.wait(restMs, signal);
    }
    if (signal.aborted) return cancelled();

    const request = make();
    if (!request.ok) return stopped(request.failure);
    to({ kind: 'sending', number, since: now() });
    const sent = await sender.send(request.value.signed, {
      timeoutMs: policy.deadlineMs,
      verifyTls: policy.verifyTls,
      origin: { kind: 'delivery', deliveryId: options.id, number },
      signedWith: options.draft.signing?.scheme ?? null,
    });
    if (!sent.ok) return stopped(sent.failure);
    const outcome = signal.aborted ? cutOff(sent.value.outcome) : sent.value.outcome;
    const attempt = { ...sent.value, outcome };
    const kept = await options.keep({ ...attempt, draft: request.value.draft });
    if (!kept.ok) return stopped(kept.failure);
    const { at, durationMs, replyBody } = attempt;
    attempts.push({ number, attemptId: kept.value, at, waitMs: next.waitMs, durationMs, outcome });
    if (signal.aborted && outcome.kind === 'failed') return cancelled();
    history.push({
      status: outcome.kind === 'replied' ? outcome.status : null,
      hasReplyBody: policy.replyBody === null || latin1Text(replyBody).trim() === policy.replyBody,
    });
  }
}

export function firstState(
  options: Pick<DeliveryOptions, 'id' | 'draft' | 'scheme' | 'policy' | 'speed' | 'now'>,
): DeliveryRun {
  const { id, draft, scheme, policy, speed, now } = options;
  const startedAt = now();
  return {
    id,
    startedAt,
    method: draft.method,
    url: draft.url,
    scheme: scheme?.info.id ?? null,
    policy,
    speed,
    attempts: [],
    state: { kind: 'sending', number: 1, since: startedAt },
  };
}

/** Of an attempt that the user cut off: the closed connection was not the handler's doing. */
function cutOff(outcome: AttemptOutcome): AttemptOutcome {
  if (outcome.kind === 'replied' || outcome.failure.code !== 'target-unreachable') return outcome;
  return { kind: 'failed', failure: { code: 'send-cancelled', origin: outcome.failure.origin } };
}
