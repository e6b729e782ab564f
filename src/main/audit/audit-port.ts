import { setTimeout as wait } from 'node:timers/promises';
import type { AuditReply, AuditRequest, CheckReport } from '../../core/audit/audit.ts';
import type { AuditPort } from '../../core/audit/run-audit.ts';
import type { Failure } from '../../core/failure.ts';
import type { Sender } from '../replay/sender.ts';

/** All questions together need fewer than a hundred; the timing hint has some hundreds of its own. */
const MAX_REQUESTS = 200;
const MAX_TIMING_REQUESTS = 1_000;
/** A handler under audit is not under load. Copies that are meant to come together are ten at most. */
const APART_MS = 10;

export interface AuditPortOptions {
  readonly sender: Pick<Sender, 'send'>;
  readonly timeoutMs: number;
  readonly verifyTls: boolean;
  /** Whether the timing hint was asked for. */
  readonly timing: boolean;
  readonly progress: (report: CheckReport | null) => void;
  readonly signal: AbortSignal;
  readonly now?: () => number;
}

/** The way of an audit's requests out, with bounds on their rate and count. */
export interface BoundedPort extends AuditPort {
  /** Why nothing was or could be sent at all: the target may not be sent to, or nobody answers there. */
  readonly refusal: Failure | null;
}

export function createAuditPort(options: AuditPortOptions): BoundedPort {
  const { sender, timeoutMs, verifyTls, progress, signal, now = Date.now } = options;
  let refusal: Failure | null = null;
  let left = MAX_REQUESTS + (options.timing ? MAX_TIMING_REQUESTS : 0);
  let isReached = false;

  async function send(request: AuditRequest, atOnce: boolean): Promise<AuditReply> {
    if (left-- <= 0) throw new Error('an audit sent more requests than it may');
    if (!atOnce) await wait(APART_MS);
    const sent = await sender.send(
      { ...request, signing: null },
      { timeoutMs, verifyTls, origin: { kind: 'forge' }, signedWith: null },
    );
    if (!sent.ok) {
      if (!isReached) refusal ??= sent.failure;
      return { kind: 'failed', failure: sent.failure, durationMs: 0 };
    }
    const { outcome, reply, replyBody, durationMs } = sent.value;
    if (outcome.kind === 'replied' && reply !== null) {
      isReached = true;
      return { kind: 'replied', status: reply.status, headers: reply.headers, body: replyBody, durationMs };
    }
    const failure: Failure = outcome.kind === 'failed' ? outcome.failure : { code: 'cancelled' };
    if (!isReached && isAbsent(failure)) refusal ??= failure;
    return { kind: 'failed', failure, durationMs };
  }

  return {
    send,
    now,
    progress,
    isCancelled: () => signal.aborted || refusal !== null,
    get refusal() {
      return refusal;
    },
  };
}

/** Nobody is there who could be audited; a handler that hangs or closes the connection is, and is asked on. */
function isAbsent(failure: Failure): boolean {
  return failure.code === 'target-unreachable' && failure.cause !== 'reset';
}
