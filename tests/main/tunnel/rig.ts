import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { pairHeaders } from '../../../src/core/http/headers.ts';
import { ok } from '../../../src/core/result.ts';
import { defaultSettings, type Settings } from '../../../src/core/settings.ts';
import type { TunnelStatus } from '../../../src/core/tunnel.ts';
import type { TunnelTiming } from '../../../src/main/tunnel/timing.ts';
import { createTunnel, type Tunnel } from '../../../src/main/tunnel/tunnel.ts';
import type { Route } from '../../../src/main/tunnel/web-request.ts';
import { TUNNEL_DOMAIN } from '../../support/localtunnel-server/start.ts';

/** A request as it came out of the tunnel. */
export interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly trailers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** What stands in for the capture listener: a plain Node server that keeps what arrives, checks of ours excepted. */
export interface Listener {
  readonly server: Server;
  readonly port: number;
  readonly arrived: Arrived[];
  answerProbe: Tunnel['answerProbe'];
  /** What happens to a request; by default it is answered 200 with its body's SHA-256. */
  onRequest: (incoming: IncomingMessage, body: Buffer) => { status: number; body: string } | null;
  /** Stops taking requests, as when the listener is away; `open` brings it back on the same port. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function startListener(): Promise<Listener> {
  const arrived: Arrived[] = [];
  const server = createServer((incoming, outgoing) => {
    const headers = pairHeaders(incoming.rawHeaders);
    const method = incoming.method ?? '';
    const target = incoming.url ?? '';
    const probe = listener.answerProbe(method, target, headers);
    if (probe !== null) {
      outgoing.writeHead(probe.status, probe.headers.flat()).end(probe.body);
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on('error', () => incoming.destroy());
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const trailers = pairHeaders(incoming.rawTrailers);
      arrived.push({ method, target, httpVersion: incoming.httpVersion, headers, trailers, body });
      const reply = listener.onRequest(incoming, body);
      if (reply !== null) outgoing.writeHead(reply.status).end(reply.body);
    });
  });
  let port = 0;
  const open = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        // Not a pipe: it listens on a TCP port.
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
  await open();
  onTestFinished(close);
  const listener: Listener = {
    server,
    port,
    arrived,
    answerProbe: () => null,
    onRequest: (_incoming, body) => ({ status: 200, body: sha256(body) }),
    close,
    open,
  };
  return listener;
}

/** Short enough for a test, and each wait still longer than what it waits for on a busy machine. */
export const quick: TunnelTiming = {
  backOff: { baseMs: 20, capMs: 200 },
  steadyMs: 60_000,
  registerTimeoutMs: 5_000,
  connectTimeoutMs: 5_000,
  probeIntervalMs: 60_000,
  probeRetryMs: 100,
  probeTimeoutMs: 5_000,
  nameRetryMs: 200,
  nameRetryForMs: 4_000,
  nameSlowRetryMs: 200,
  nameGiveUpMs: 15_000,
};

export interface Rig {
  readonly tunnel: Tunnel;
  readonly settings: Settings['tunnel'];
  /** Every status so far. */
  readonly statuses: TunnelStatus[];
  /** The first status that fits, among those there are and those to come from `from` on. */
  until(fits: (status: TunnelStatus) => boolean, from?: number): Promise<TunnelStatus>;
}

export interface RigOptions {
  readonly server: string;
  /** Port to which every public host leads. */
  readonly publicPort: number;
  readonly listener: Listener;
  readonly timing?: Partial<TunnelTiming>;
  readonly settings?: Partial<Settings['tunnel']>;
  readonly localPort?: () => number | null;
  /** Whether no name resolves. */
  readonly isOffline?: () => boolean;
}

export function startRig(options: RigOptions): Rig {
  const { server, publicPort, listener } = options;
  let settings: Settings['tunnel'] = { ...defaultSettings.tunnel, host: server, ...options.settings };
  const statuses: TunnelStatus[] = [];
  const waiting = new Set<() => void>();
  const route: Route = async (host, port) => {
    if (options.isOffline?.()) {
      throw Object.assign(new Error(`getaddrinfo EAI_AGAIN ${host}`), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
    }
    return {
      addresses: [{ address: '127.0.0.1', family: 4 }],
      port: host.endsWith(TUNNEL_DOMAIN) ? publicPort : port,
    };
  };
  const tunnel = createTunnel({
    localPort: options.localPort ?? (() => listener.port),
    settings: () => settings,
    async saveName(name) {
      settings = { ...settings, name };
      return ok();
    },
    changed(status) {
      statuses.push(status);
      for (const look of waiting) look();
    },
    onBug(error) {
      throw error;
    },
    timing: { ...quick, ...options.timing },
    route,
  });
  listener.answerProbe = tunnel.answerProbe;
  onTestFinished(() => tunnel.close());
  return {
    tunnel,
    get settings() {
      return settings;
    },
    statuses,
    until: (fits, from = 0) =>
      new Promise((resolve) => {
        function look(): void {
          const found = statuses.slice(from).find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        }
        waiting.add(look);
        look();
      }),
  };
}

export interface PublicReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface PublicRequest {
  readonly method?: string;
  readonly path?: string;
  /** Flat, as Node takes them to keep case, order and duplicates; Host is added. */
  readonly headers?: readonly string[];
  readonly body?: Uint8Array;
}

/** A sender's request to `http://NAME.lt.test`, over a connection of its own. */
export function publicRequest(port: number, name: string, sent: PublicRequest = {}): Promise<PublicReply> {
  const { method = 'POST', path = '/', headers = [], body = new Uint8Array(0) } = sent;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: false,
      headers: ['Host', `${name}.${TUNNEL_DOMAIN}`, 'Content-Length', String(body.length), ...headers],
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: pairHeaders(response.rawHeaders),
          body: Buffer.concat(chunks).toString('latin1'),
        }),
      );
    });
    outgoing.end(body);
  });
}
