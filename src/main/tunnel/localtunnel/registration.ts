import { isIP } from 'node:net';
import { z } from 'zod';
import { strictUtf8Text } from '../../../core/bytes.ts';
import { firstHeader } from '../../../core/http/headers.ts';
import { isPublicAddress } from '../../net/addresses.ts';
import type { Address } from '../../net/exchange.ts';
import type { Opened } from '../provider.ts';
import { type Route, webRequest } from '../web-request.ts';

/** What a localtunnel server gives for a name: where to connect to, and the URL that leads there. */
export interface Registration {
  readonly id: string;
  readonly url: string;
  /** Where the connections go: what the server's name led to, or the address that it said instead. */
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly connections: number;
}

/**
 * A server that advertises more than it takes (`--max-sockets` of the open-source server) closes the rest again and
 * again; ten is what the public one and the default allow.
 */
const MAX_CONNECTIONS = 10;

const answerSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,63}$/i),
  url: z
    .string()
    .max(300)
    // Without path, user or query: what follows is the sender's.
    .regex(/^https?:\/\/[a-z0-9._-]+(:[0-9]{1,5})?\/?$/i),
  port: z.int().min(1).max(65535),
  max_conn_count: z.int().min(1).catch(1),
  ip: z.string().nullish(),
});

export interface RegisterOptions {
  /** Base URL of the server, without a trailing slash. */
  readonly server: string;
  readonly name: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly route: Route;
}

type Refused = Extract<Opened, { kind: 'failed' }>;

/** Asks the server for a name. It may answer with another one; the caller sees that by `id`. */
export async function register(
  options: RegisterOptions,
): Promise<{ readonly kind: 'registered'; readonly registration: Registration } | Refused> {
  const { server, name, timeoutMs, signal, route } = options;
  const outcome = await webRequest({
    method: 'GET',
    url: `${server}/${name}`,
    headers: [
      ['User-Agent', 'Hookproof/1'],
      ['Accept', 'application/json'],
      ['Bypass-Tunnel-Reminder', '1'],
    ],
    timeoutMs,
    signal,
    route,
  });
  switch (outcome.kind) {
    case 'aborted':
      return again('start', 'The start was interrupted.');
    case 'timeout':
      return again('register-timeout', `The tunnel server ${server} did not answer.`);
    case 'offline':
      return again('offline', `There is no way to the tunnel server ${server}. Check that you are online.`);
    case 'unreachable':
      return again('server-unreachable', `The tunnel server ${server} cannot be reached (${outcome.detail}).`);
    case 'answered':
      break;
  }
  const { response, addresses } = outcome;
  const { status, headers, body } = response;
  if (status === 429) {
    const seconds = Number(firstHeader(headers, 'retry-after') ?? Number.NaN);
    const message = `The tunnel server ${server} asks for fewer tries.`;
    return Number.isFinite(seconds) && seconds >= 0
      ? { ...again('rate-limited', message), waitMs: Math.min(seconds, 300) * 1000 }
      : again('rate-limited', message);
  }
  if (status >= 500) return again('server-unreachable', `The tunnel server ${server} has a fault (${status}).`);
  const parsed = parseJson(body);
  if (status >= 400) return { ...again('rejected', refusalOf(server, status, parsed)), retry: false };
  if (status !== 200) return again('bad-answer', `${server} does not answer as a tunnel server (${status}).`);
  const answer = answerSchema.safeParse(parsed);
  if (!answer.success) return again('bad-answer', `${server} does not answer as a tunnel server.`);
  const { id, url, port, max_conn_count, ip = null } = answer.data;
  // A server elsewhere must not make this machine dial services of its own, of its network's, or of its cloud's.
  if (ip !== null && !isPublicAddress(ip) && !addresses.some(({ address }) => address === ip)) {
    return again('bad-answer', `${server} named an address that is no tunnel server’s.`);
  }
  return {
    kind: 'registered',
    registration: {
      id,
      url: url.replace(/\/$/, ''),
      addresses: ip === null ? addresses : [{ address: ip, family: isIP(ip) === 6 ? 6 : 4 }],
      port,
      connections: Math.min(max_conn_count, MAX_CONNECTIONS),
    },
  };
}

function again(reason: Refused['reason'], message: string): Refused {
  return { kind: 'failed', reason, message, retry: true };
}

function parseJson(body: Uint8Array): unknown {
  const text = strictUtf8Text(body);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer like any other wrong one: the schema refuses undefined.
    return undefined;
  }
}

const messageSchema = z.object({ message: z.string() });

/** The server's own words are shown, cut and without control characters: they may come from anybody. */
function refusalOf(server: string, status: number, parsed: unknown): string {
  const said = messageSchema.safeParse(parsed);
  const words = said.success ? said.data.message.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200) : `status ${status}`;
  return `The tunnel server ${server} refused: ${words}`;
}
