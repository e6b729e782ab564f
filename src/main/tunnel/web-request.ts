import { performance } from 'node:perf_hooks';
import { wireRequest } from '../../core/draft/sendable.ts';
import type { HeaderList } from '../../core/http/headers.ts';
import type { HttpResponse } from '../../core/http/message.ts';
import { type Address, exchange } from '../net/exchange.ts';
import { DeadlinePassed, resolveName, within } from '../net/resolve.ts';

/** Where to dial for a host and port of a URL. Tests send public names to a server on loopback. */
export type Route = (host: string, port: number) => Promise<{ addresses: readonly Address[]; port: number }>;

export const publicRoute: Route = async (host, port) => ({ addresses: await resolveName(host), port });

export type WebOutcome =
  | {
      readonly kind: 'answered';
      readonly response: HttpResponse;
      readonly ms: number;
      /** What the host's name led to. */
      readonly addresses: readonly Address[];
    }
  | { readonly kind: 'timeout' }
  /** There is no way to the host: no such name, no network. */
  | { readonly kind: 'offline'; readonly detail: string }
  /** The host is there and does not talk: refused, reset, TLS, not HTTP. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'aborted' };

export interface WebRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: HeaderList;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly route: Route;
}

/** What a tunnel server or a check has to say fits into this many times over; more is somebody else's page. */
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * One small request to a tunnel server or through the public URL. Redirects are not followed (a tunnel server has no
 * business sending us elsewhere) and TLS is always checked. Never rejects.
 */
export async function webRequest(request: WebRequest): Promise<WebOutcome> {
  const { method, url, headers, timeoutMs, signal, route } = request;
  const wire = wireRequest({ method, url, headers, body: new Uint8Array(0), signing: null });
  if (!wire.ok) return { kind: 'unreachable', detail: `${url} is not a URL that can be called` };
  const { origin, host, port, tls, bytes } = wire.value;
  const startedAt = performance.now();

  let dialled: Awaited<ReturnType<Route>>;
  try {
    dialled = await within(timeoutMs, route(host, port), signal);
  } catch (error) {
    if (error instanceof DeadlinePassed) return { kind: signal.aborted ? 'aborted' : 'timeout' };
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    return { kind: 'offline', detail: error.message };
  }
  if (signal.aborted) return { kind: 'aborted' };

  const { failure, response, timings } = await exchange({
    origin,
    host,
    port: dialled.port,
    addresses: dialled.addresses,
    tls: tls ? { verify: true } : null,
    method,
    bytes,
    timeoutMs,
    startedAt,
    maxReplyBytes: MAX_REPLY_BYTES,
    signal,
  });
  if (signal.aborted) return { kind: 'aborted' };
  if (failure === null && response !== null) {
    return { kind: 'answered', response, ms: timings.totalMs, addresses: dialled.addresses };
  }
  if (failure?.code === 'target-timeout') return { kind: 'timeout' };
  if (failure?.code === 'target-unreachable') {
    const { cause, detail } = failure;
    return { kind: cause === 'network' || cause === 'name-not-found' ? 'offline' : 'unreachable', detail };
  }
  return { kind: 'unreachable', detail: failure?.code === 'reply-malformed' ? failure.detail : 'no answer' };
}
