import { performance } from 'node:perf_hooks';
import { latin1Bytes } from '../../core/bytes.ts';
import type { Failure, UnreachableCause } from '../../core/failure.ts';
import type { HttpResponse } from '../../core/http/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { isPublicAddress } from '../net/addresses.ts';
import { type Address, exchange } from '../net/exchange.ts';
import { DeadlinePassed, type Resolve, resolveName, within } from '../net/resolve.ts';
import type { KeyProblem } from './key-problem.ts';

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

export interface GuardedGet {
  readonly url: URL;
  /** The provider's hosts, whole. */
  readonly host: string | RegExp;
  /** Path, and what of the query is meant to be sent. */
  readonly target: string;
}

/**
 * One GET over TLS, verified, to a provider's own host and nowhere else: no redirect is followed. The name is resolved once and
 * what it resolved to is dialled. Any status but 200 is a problem.
 */
export async function guardedGet(
  { url, host: allowed, target }: GuardedGet,
  { network, signal }: { readonly network: KeyNetwork; readonly signal: AbortSignal },
): Promise<Result<HttpResponse, KeyProblem>> {
  const host = url.hostname;
  if (!isPlace(url, allowed)) return fail({ cause: 'foreign-host', detail: null });
  const startedAt = performance.now();
  const found = await addressesOf(host, network, signal);
  if (!found.ok) return found;
  const { response, failure, truncated } = await exchange({
    origin: url.origin,
    host,
    port: network.port,
    addresses: found.value,
    tls: { verify: true, ...(network.ca === undefined ? {} : { ca: network.ca }) },
    method: 'GET',
    bytes: latin1Bytes(
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: hookproof\r\nAccept: */*\r\n` +
        'Accept-Encoding: identity\r\nConnection: close\r\n\r\n',
    ),
    timeoutMs: network.timeoutMs,
    startedAt,
    maxReplyBytes: MAX_BYTES,
    signal,
  });
  if (failure !== null) return fail(problemOf(failure));
  if (response === null) return fail({ cause: 'network', detail: null });
  if (truncated) return fail({ cause: 'too-large', detail: null });
  return response.status === 200 ? ok(response) : fail({ cause: 'status', detail: String(response.status) });
}

/** As the dialling side's own URL parser reads it, not as a scheme's pattern did. */
function isPlace({ protocol, hostname, port, username, password }: URL, host: string | RegExp): boolean {
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
