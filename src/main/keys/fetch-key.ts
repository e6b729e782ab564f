import { performance } from 'node:perf_hooks';
import { latin1Bytes } from '../../core/bytes.ts';
import type { Failure, UnreachableCause } from '../../core/failure.ts';
import { firstHeader } from '../../core/http/headers.ts';
import type { HttpResponse } from '../../core/http/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { KeySource } from '../../core/signature/key-source.ts';
import { isPublicAddress } from '../net/addresses.ts';
import { type Address, exchange } from '../net/exchange.ts';
import { DeadlinePassed, type Resolve, resolveName, within } from '../net/resolve.ts';
import { rootsOf } from './certificate.ts';
import type { KeyProblem } from './key-problem.ts';
import { type PublishedText, publishedText } from './published-text.ts';

/** The way to the providers' hosts. Tests lead it to a server of their own. */
export interface KeyNetwork {
  readonly resolve: Resolve;
  /** Whether a key may be fetched from there: a name of a provider's that leads into this network is no provider's. */
  readonly mayDial: (address: string) => boolean;
  readonly port: number;
  /** PEM; absent: Node's own roots. */
  readonly ca?: string;
  readonly timeoutMs: number;
}

export const internet: KeyNetwork = {
  resolve: resolveName,
  mayDial: isPublicAddress,
  port: 443,
  timeoutMs: 10_000,
};

/** Google's certificates, the largest that are known, have 12 KiB. */
const MAX_BYTES = 256 * 1024;

const HOUR_MS = 3_600_000;
const MIN_AGE_MS = HOUR_MS;
const MAX_AGE_MS = 24 * HOUR_MS;

export interface FetchedKey extends PublishedText {
  /** How long it may be used before it is asked for again: what the host says, between an hour and a day. */
  readonly maxAgeMs: number;
}

/**
 * One GET over TLS, verified, to the scheme's own host and nowhere else: no redirect is followed, nothing of the request
 * under test is sent. The name is resolved once and what it resolved to is dialled.
 */
export async function fetchKey(
  source: KeySource,
  { network, nowMs, signal }: { readonly network: KeyNetwork; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<Result<FetchedKey, Failure>> {
  const url = new URL(source.url);
  const host = url.hostname;
  const failed = ({ cause, detail }: KeyProblem) => fail({ code: 'key-not-fetched', host, cause, detail } as const);
  if (!isPlace(url, source)) return failed({ cause: 'foreign-host', detail: null });
  const startedAt = performance.now();
  const found = await addressesOf(host, network, signal);
  if (!found.ok) return failed(found.failure);
  const { response, failure, truncated } = await exchange({
    origin: url.origin,
    host,
    port: network.port,
    addresses: found.value,
    tls: { verify: true, ...(network.ca === undefined ? {} : { ca: network.ca }) },
    method: 'GET',
    bytes: latin1Bytes(
      `GET ${url.pathname} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: hookproof\r\nAccept: */*\r\n` +
        'Accept-Encoding: identity\r\nConnection: close\r\n\r\n',
    ),
    timeoutMs: network.timeoutMs,
    startedAt,
    maxReplyBytes: MAX_BYTES,
    signal,
  });
  if (failure !== null) return failed(problemOf(failure));
  if (response === null) return failed({ cause: 'network', detail: null });
  if (truncated) return failed({ cause: 'too-large', detail: null });
  const problem = responseProblem(response);
  if (problem !== null) return failed(problem);
  const text = publishedText(source.form, response.body, { nowMs, roots: rootsOf(network.ca ?? null) });
  return text.ok ? ok({ ...text.value, maxAgeMs: maxAgeOf(response) }) : failed(text.failure);
}

/** As the dialling side's own URL parser reads it, not as the scheme's pattern did. */
function isPlace({ protocol, hostname, port, username, password }: URL, { host }: KeySource): boolean {
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  return typeof host === 'string' ? hostname === host : host.test(hostname);
}

async function addressesOf(
  host: string,
  { resolve, mayDial, timeoutMs }: KeyNetwork,
  signal: AbortSignal,
): Promise<Result<readonly Address[], KeyProblem>> {
  let addresses: readonly Address[];
  try {
    addresses = await within(timeoutMs, resolve(host), signal);
  } catch (error) {
    if (error instanceof DeadlinePassed) return fail({ cause: 'timeout', detail: null });
    if (!(error instanceof Error)) throw error;
    return fail({ cause: 'name-not-found', detail: error.message });
  }
  const refused = addresses.find(({ address }) => !mayDial(address));
  if (refused !== undefined) return fail({ cause: 'private-address', detail: refused.address });
  return addresses.length === 0 ? fail({ cause: 'name-not-found', detail: null }) : ok(addresses);
}

const causes = {
  refused: 'network',
  'name-not-found': 'name-not-found',
  network: 'network',
  reset: 'network',
  tls: 'tls',
  'not-tls': 'tls',
} as const satisfies Record<UnreachableCause, KeyProblem['cause']>;

function problemOf(failure: Failure): KeyProblem {
  switch (failure.code) {
    case 'target-unreachable':
      return { cause: causes[failure.cause], detail: failure.detail };
    case 'target-timeout':
      return { cause: 'timeout', detail: null };
    default:
      return { cause: 'network', detail: failure.code };
  }
}

function responseProblem({ status, headers }: HttpResponse): KeyProblem | null {
  if (status !== 200) return { cause: 'status', detail: String(status) };
  const coding = firstHeader(headers, 'content-encoding');
  return coding === undefined || coding === 'identity' ? null : { cause: 'no-key', detail: `it is coded: ${coding}` };
}

/** RFC 9111, section 5.2.2.1. Without one, or told not to keep it, an hour: a key does not change with every request. */
function maxAgeOf({ headers }: HttpResponse): number {
  const control = firstHeader(headers, 'cache-control') ?? '';
  const seconds = Number(/(?:^|[\s,])max-age="?(\d{1,9})/i.exec(control)?.[1] ?? 0);
  return Math.min(MAX_AGE_MS, Math.max(MIN_AGE_MS, seconds * 1000));
}
