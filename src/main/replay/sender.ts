import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { AttemptOrigin, AttemptOutcome, NewAttempt } from '../../core/attempt.ts';
import type { Draft } from '../../core/draft/draft.ts';
import { type WireRequest, wireRequest } from '../../core/draft/sendable.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { isOwnAddress, isThisMachine } from '../net/addresses.ts';
import { type Address, type Exchange, exchange } from '../net/exchange.ts';
import { DeadlinePassed, type Resolve, resolveName, within } from '../net/resolve.ts';

/** Sends requests exactly as they are (after `sendingRules`) and keeps everything that comes back. */
export interface Sender {
  /**
   * A failure means that nothing was sent because the request or its target was not acceptable. Everything that happens
   * from the name resolution on is an attempt with its outcome.
   */
  send(draft: Draft, options: SendOptions): Promise<Result<NewAttempt, Failure>>;
  /** Whether `send` would refuse the draft or its target. Sends nothing. */
  check(draft: Draft, timeoutMs: number): Promise<Result<void, Failure>>;
  /** Ends the sendings under way; their outcome is a closed connection. */
  close(): void;
}

export interface SendOptions {
  /** From the start of the sending to the end of the reply. */
  readonly timeoutMs: number;
  readonly verifyTls: boolean;
  readonly origin: AttemptOrigin;
  readonly signedWith: string | null;
}

export interface SenderOptions {
  /** Ports of our own control interface, which commands this app: a captured payload must not reach it. */
  readonly isOwnControlPort: (port: number) => boolean;
  /** Port of our own capture listener, for what is sent because it was captured: it would come round for ever. */
  readonly isOwnCapturePort?: (port: number) => boolean;
  readonly confirmedOrigins: { has(origin: string): boolean };
  readonly resolve?: Resolve;
  /** Largest reply body kept; more is cut off. */
  readonly maxReplyBytes?: number;
  /** Wall clock, ms since the epoch. */
  readonly now?: () => number;
}

/** A webhook handler answers with a few bytes; this holds error pages with traces, and bounds what a hostile one costs. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

export function createSender(options: SenderOptions): Sender {
  const { isOwnControlPort, confirmedOrigins, resolve = resolveName, now = Date.now } = options;
  const maxReplyBytes = options.maxReplyBytes ?? MAX_REPLY_BYTES;
  const closing = new AbortController();

  /** null when requests may go there. */
  function refusal(wire: WireRequest, addresses: readonly Address[]): Failure | null {
    const { origin, port } = wire;
    const isOwn = (): boolean => addresses.some(({ address }) => isOwnAddress(address));
    if (isOwnControlPort(port) && isOwn()) return { code: 'target-forbidden', origin };
    if (options.isOwnCapturePort?.(port) && isOwn()) return { code: 'target-loops', origin, how: 'capture-port' };
    return confirmedOrigins.has(origin) ? null : unconfirmed(wire, addresses);
  }

  async function lookUp(wire: WireRequest, timeoutMs: number): Promise<LookedUp> {
    try {
      const addresses = await within(timeoutMs, resolve(wire.host));
      return { addresses, failed: null, refused: refusal(wire, addresses) };
    } catch (error) {
      return { addresses: [], failed: lookupFailure(wire.origin, timeoutMs, error), refused: null };
    }
  }

  async function check(draft: Draft, timeoutMs: number): Promise<Result<void, Failure>> {
    const wire = wireRequest(draft);
    if (!wire.ok) return wire;
    const { refused } = await lookUp(wire.value, timeoutMs);
    return refused === null ? ok() : fail(refused);
  }

  async function send(draft: Draft, send: SendOptions): Promise<Result<NewAttempt, Failure>> {
    const wire = wireRequest(draft);
    if (!wire.ok) return wire;
    const { origin, host, port, tls, request, bytes } = wire.value;
    const at = now();
    const startedAt = performance.now();

    const { addresses, failed, refused } = await lookUp(wire.value, send.timeoutMs);
    if (refused !== null) return fail(refused);
    const spentMs = performance.now() - startedAt;
    const result: Exchange =
      failed === null
        ? await exchange({
            origin,
            host,
            port,
            addresses,
            tls: tls ? { verify: send.verifyTls } : null,
            method: request.method,
            bytes,
            timeoutMs: send.timeoutMs,
            startedAt,
            maxReplyBytes,
            signal: closing.signal,
          })
        : {
            failure: failed,
            response: null,
            truncated: false,
            timings: { connectedMs: null, tlsMs: null, sentMs: null, firstByteMs: null, totalMs: spentMs },
          };
    return ok(attemptOf({ draft, send, wire: wire.value, at, result }));
  }

  return { send, check, close: () => closing.abort() };
}

interface LookedUp {
  readonly addresses: readonly Address[];
  /** Why the name has no addresses; an attempt all the same. */
  readonly failed: Failure | null;
  /** Why nothing may be sent there. */
  readonly refused: Failure | null;
}

/** What has to be confirmed before requests go to a target that is not this machine; null for this machine. */
export function unconfirmed(
  { origin, host }: Pick<WireRequest, 'origin' | 'host'>,
  addresses: readonly Address[],
): Extract<Failure, { readonly code: 'target-unconfirmed' }> | null {
  // One address elsewhere is enough: which of them is dialled is up to the network.
  const elsewhere = addresses.find(({ address }) => !isThisMachine(address));
  if (elsewhere === undefined) return null;
  return { code: 'target-unconfirmed', origin, address: isIP(host) === 0 ? elsewhere.address : null };
}

interface Sent {
  readonly draft: Draft;
  readonly send: SendOptions;
  readonly wire: WireRequest;
  readonly at: number;
  readonly result: Exchange;
}

function attemptOf({ draft, send, wire, at, result }: Sent): NewAttempt {
  const { response, truncated, failure, timings } = result;
  const { method, target, headers, body } = wire.request;
  const outcome: AttemptOutcome =
    failure !== null
      ? { kind: 'failed', failure }
      : { kind: 'replied', status: response?.status ?? 0, bodyBytes: response?.body.length ?? 0 };
  return {
    at,
    origin: send.origin,
    method,
    url: draft.url,
    signedWith: send.signedWith,
    outcome,
    durationMs: timings.totalMs,
    timings,
    request: { target, headers, bodyBytes: body.length },
    requestBody: body,
    reply:
      response === null
        ? null
        : {
            status: response.status,
            reason: response.reason,
            httpVersion: response.httpVersion,
            headers: response.headers,
            trailers: response.trailers,
            bodyBytes: response.body.length,
            truncated,
          },
    replyBody: response?.body ?? new Uint8Array(0),
    draft,
  };
}

/** Of an error that name resolution rejected with; other errors are bugs and are thrown on. */
export function lookupFailure(origin: string, timeoutMs: number, error: unknown): Failure {
  if (error instanceof DeadlinePassed) return { code: 'target-timeout', origin, afterMs: timeoutMs };
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  const detail = error.message;
  const code = 'code' in error ? error.code : undefined;
  const cause = code === 'EAI_AGAIN' ? 'network' : 'name-not-found';
  return { code: 'target-unreachable', origin, cause, detail };
}
