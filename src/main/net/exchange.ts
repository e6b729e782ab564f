import { connect, isIP, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectTls } from 'node:tls';
import type { AttemptTimings } from '../../core/attempt.ts';
import type { Failure, UnreachableCause } from '../../core/failure.ts';
import type { HttpResponse } from '../../core/http/message.ts';
import { createResponseReader } from '../../core/http/raw-response.ts';
import { lookedUp } from './resolve.ts';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface ExchangeOptions {
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** Resolved once, judged, and dialled. */
  readonly addresses: readonly Address[];
  /** `ca`: roots in PEM instead of Node's own. */
  readonly tls: { readonly verify: boolean; readonly ca?: string } | null;
  readonly method: string;
  /** The whole request as it goes on the wire. */
  readonly bytes: Uint8Array;
  /** From `startedAt` to the end of the reply. */
  readonly timeoutMs: number;
  /** Of `performance.now()`. */
  readonly startedAt: number;
  readonly maxReplyBytes: number;
  readonly signal: AbortSignal;
}

/** What came back: a response, a failure, or a failure with as much of the response as came before it. */
export interface Exchange {
  readonly failure: Failure | null;
  readonly response: HttpResponse | null;
  readonly truncated: boolean;
  readonly timings: AttemptTimings;
}

/** A server that is up accepts within a round trip or two; the rest of the time is for its answer. */
const CONNECT_TIMEOUT_MS = 10_000;

/** As the capture listener's: cookies and policies come to a few kilobytes. */
const MAX_HEAD_BYTES = 64 * 1024;

/** Sends one request over a connection of its own and reads the reply. Never rejects for what network or server do. */
export function exchange(options: ExchangeOptions): Promise<Exchange> {
  const { origin, host, port, addresses, timeoutMs, startedAt, signal } = options;
  return new Promise((resolve) => {
    const reader = createResponseReader({
      method: options.method,
      maxBodyBytes: options.maxReplyBytes,
      maxHeadBytes: MAX_HEAD_BYTES,
    });
    const timings: { [K in Exclude<keyof AttemptTimings, 'totalMs'>]: number | null } = {
      connectedMs: null,
      tlsMs: null,
      sentMs: null,
      firstByteMs: null,
    };
    const elapsedMs = () => performance.now() - startedAt;
    let over = false;

    const tcp = connect({
      host,
      port,
      autoSelectFamily: true,
      lookup: lookedUp(addresses),
    });
    tcp.setNoDelay(true);
    let stream: Socket = tcp;

    function finish(failure: Failure | null): void {
      if (over) return;
      over = true;
      clearTimeout(connecting);
      clearTimeout(overall);
      signal.removeEventListener('abort', onAbort);
      stream.destroy();
      tcp.destroy();
      const { state } = reader;
      const truncated = state.kind === 'complete' ? state.truncated : state.response !== null;
      resolve({ failure, response: state.response, truncated, timings: { ...timings, totalMs: elapsedMs() } });
    }

    const unreachable = (cause: UnreachableCause, detail: string): Failure => ({
      code: 'target-unreachable',
      origin,
      cause,
      detail,
    });

    /** Takes the reader's judgement after new bytes or the end of the connection. */
    function judge(): void {
      const { state } = reader;
      if (state.kind === 'complete') finish(null);
      if (state.kind === 'malformed') finish({ code: 'reply-malformed', origin, detail: state.problem });
    }

    function onError(error: Error & { code?: string }): void {
      finish(
        unreachable(
          causeOf(error, timings.connectedMs !== null, options.tls !== null && timings.tlsMs === null),
          detailOf(error),
        ),
      );
    }

    function onEnd(): void {
      if (over) return;
      if (timings.firstByteMs === null) {
        finish(unreachable('reset', 'the connection was closed before a reply'));
        return;
      }
      reader.end();
      judge();
    }

    function onAbort(): void {
      finish(unreachable('reset', 'the sending was ended by Hookproof'));
    }

    function converse(): void {
      stream.on('data', (chunk: Uint8Array) => {
        timings.firstByteMs ??= elapsedMs();
        reader.push(chunk);
        judge();
      });
      stream.on('end', onEnd);
      stream.write(options.bytes, () => {
        timings.sentMs ??= elapsedMs();
      });
    }

    const timeout = (afterMs: number) => () => finish({ code: 'target-timeout', origin, afterMs });
    const leftMs = Math.max(0, timeoutMs - elapsedMs());
    const overall = setTimeout(timeout(timeoutMs), leftMs);
    const connecting = setTimeout(timeout(CONNECT_TIMEOUT_MS), CONNECT_TIMEOUT_MS);
    if (leftMs <= CONNECT_TIMEOUT_MS) clearTimeout(connecting);

    signal.addEventListener('abort', onAbort);
    tcp.on('error', onError);
    tcp.on('close', onEnd);
    tcp.once('connect', () => {
      timings.connectedMs = elapsedMs();
      clearTimeout(connecting);
      if (options.tls === null) {
        converse();
        return;
      }
      // Its end comes before the last bytes are deciphered; the secured stream's counts.
      tcp.off('close', onEnd);
      const secured = connectTls({
        socket: tcp,
        host,
        // RFC 6066, section 3: no server name for IP addresses.
        ...(isIP(host) === 0 ? { servername: host } : {}),
        rejectUnauthorized: options.tls.verify,
        ...(options.tls.ca === undefined ? {} : { ca: options.tls.ca }),
        ALPNProtocols: ['http/1.1'],
      });
      stream = secured;
      secured.on('error', onError);
      secured.on('close', onEnd);
      secured.once('secureConnect', () => {
        timings.tlsMs = elapsedMs();
        converse();
      });
    });
    if (signal.aborted) onAbort();
  });
}

function causeOf(error: Error & { code?: string }, connected: boolean, handshaking: boolean): UnreachableCause {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ENOTFOUND':
      return 'name-not-found';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset';
    // OpenSSL's word for an answer that is no TLS record, such as a plain HTTP server's 400.
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'EPROTO':
      return handshaking && connected ? 'not-tls' : 'reset';
    default:
      if (handshaking && connected) return 'tls';
      return connected ? 'reset' : 'network';
  }
}

function detailOf(error: Error & { code?: string }): string {
  // Several addresses were tried: the message of an AggregateError is empty.
  if (error instanceof AggregateError) return error.errors.map((one: unknown) => String(one)).join('; ');
  return error.message;
}
