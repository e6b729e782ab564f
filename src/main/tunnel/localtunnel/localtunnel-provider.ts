import type { TunnelCapabilities } from '../../../core/tunnel.ts';
import type { BackOff } from '../back-off.ts';
import type { Opened, OpenRequest, TunnelProvider } from '../provider.ts';
import type { Route } from '../web-request.ts';
import { openPool } from './pool.ts';
import { register } from './registration.ts';

export interface LocaltunnelOptions {
  /** Base URL of the tunnel server (`https://loca.lt`). */
  readonly server: () => string;
  readonly localPort: () => number | null;
  readonly route: Route;
  readonly registerTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly backOff: BackOff;
}

export const localtunnelCapabilities: TunnelCapabilities = {
  id: 'localtunnel',
  name: 'localtunnel',
  requestedName: 'best-effort',
  fidelity: { body: 'exact', headers: 'rewritten', trailers: false },
  note: 'The operator of the tunnel server can read and change everything; it lower-cases and merges headers, names belong to nobody, and browsers are shown a page of its own first.',
};

/**
 * The localtunnel protocol (https://github.com/localtunnel/localtunnel): `GET /name` gives a port, and a pool of plain TCP
 * connections to it carries one HTTP/1.1 request at a time each.
 *
 * This speaks it itself, because the `localtunnel` package (2.0.2) cannot be supervised: a start that fails never settles
 * and cannot be cancelled, lost connections are not replaced or replaced in a hot loop, and a request that arrives
 * while the listener is away hangs and is delivered after its sender gave up.
 */
export function createLocaltunnelProvider(options: LocaltunnelOptions): TunnelProvider {
  async function open({ name, signal, lost }: OpenRequest): Promise<Opened> {
    const server = options.server().replace(/\/+$/, '');
    const registered = await register({
      server,
      name,
      timeoutMs: options.registerTimeoutMs,
      signal,
      route: options.route,
    });
    if (registered.kind === 'failed') return registered;
    const { registration } = registered;
    // Another name: without connections on it, the server forgets it after a second.
    if (registration.id !== name) return { kind: 'name-held' };

    const pool = openPool({
      addresses: registration.addresses,
      port: registration.port,
      size: registration.connections,
      connectTimeoutMs: options.connectTimeoutMs,
      backOff: options.backOff,
      localPort: options.localPort,
      lost: (detail) =>
        lost({
          reason: 'all-connections-lost',
          message: `All connections to the tunnel server were lost (${detail || 'closed'}).`,
        }),
    });
    const abort = () => void pool.close();
    signal.addEventListener('abort', abort);
    const problem = await pool.opened;
    signal.removeEventListener('abort', abort);
    if (problem !== null || signal.aborted) {
      await pool.close();
      const message = `Port ${registration.port} of ${hostOf(server)} cannot be reached (${problem ?? 'stopped'}). A firewall may allow only web traffic.`;
      return { kind: 'failed', reason: 'server-unreachable', message, retry: true };
    }
    return {
      kind: 'open',
      link: { url: registration.url, reopens: true, probeIntervalMs: null, served: pool.served, close: pool.close },
    };
  }

  return { capabilities: localtunnelCapabilities, open };
}

function hostOf(server: string): string {
  return new URL(server).hostname.replace(/^\[|\]$/g, '');
}
