import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Server, type ServerKind, startServer } from './servers.ts';

/** Other tools that take requests in. None comes with `npm ci`. */
interface Peer extends ServerKind {
  readonly isInstalled: boolean;
}

const peersDir = fileURLToPath(new URL('peers/', import.meta.url));

const peers: readonly Peer[] = [
  packaged('express', 'express, raw body', 'express-raw.js'),
  packaged('fastify', 'fastify, raw buffer', 'fastify-raw.js'),
  packaged('mockttp', 'mockttp, recording', 'mockttp-recording.js', 'local'),
  packaged('mockttp', 'mockttp, recording to a remote subscriber', 'mockttp-recording.js', 'remote'),
  onPath('wiremock', 'WireMock, journal on', async (port) => ({
    args: ['--port', String(port), '--bind-address', '127.0.0.1'],
    prepare: () =>
      post(`http://127.0.0.1:${port}/__admin/mappings`, {
        request: { urlPattern: '.*' },
        response: { status: 200, body: 'ok\n' },
      }),
  })),
  onPath('request-baskets', 'request-baskets, on disk', async (port, dir) => ({
    args: ['-l', '127.0.0.1', '-p', String(port), '-db', 'bolt', '-file', join(dir, 'baskets.db')],
    prepare: () => post(`http://127.0.0.1:${port}/api/baskets/hooks`, { capacity: 2000 }),
  })),
  onPath('mitmdump', 'mitmdump, writing a file', async (port, dir) => {
    const addon = join(dir, 'reply.py');
    await writeFile(addon, REPLYING_ADDON);
    const own = ['--listen-host', '127.0.0.1', '-p', String(port), '-w', join(dir, 'flows')];
    return { args: ['-q', ...own, '-s', addon], prepare: async () => undefined };
  }),
];

const REPLYING_ADDON = `from mitmproxy import http

def request(flow):
    flow.response = http.Response.make(200, b"ok\\n")
`;

export function installedPeers(): readonly ServerKind[] {
  return peers.filter(({ isInstalled }) => isInstalled);
}

/** Their names, for tables that say so. */
export function missingPeers(): readonly string[] {
  return peers.filter(({ isInstalled }) => !isInstalled).map(({ name }) => name);
}

/** One that `npm run bench:peers` installs. */
function packaged(name: string, title: string, program: string, ...args: readonly string[]): Peer {
  const manifest = join(peersDir, 'node_modules', name, 'package.json');
  const isInstalled = existsSync(manifest);
  // Every package has one.
  const version = isInstalled ? ` ${(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version}` : '';
  return {
    name: title.replace(name, `${name}${version}`),
    isInstalled,
    start: () => startServer(join(peersDir, program), args),
  };
}

interface Started {
  readonly args: readonly string[];
  /** Once it listens. */
  prepare(): Promise<void>;
}

/** One that the machine has. `configure` is given its port and a folder of its own. */
function onPath(command: string, name: string, configure: (port: number, dir: string) => Promise<Started>): Peer {
  async function start(): Promise<Server> {
    const dir = await mkdtemp(join(tmpdir(), 'hookproof-peer-'));
    const port = await freePort();
    const { args, prepare } = await configure(port, dir);
    const child = spawn(command, args, { cwd: dir, stdio: 'ignore' });
    await listening(child, port);
    await prepare();
    return {
      port,
      // It listens, so it was started.
      pid: child.pid ?? 0,
      async stop() {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
        await rm(dir, { recursive: true, force: true });
      },
    };
  }
  return { name, isInstalled: spawnSync(command, ['--help'], { stdio: 'ignore' }).error === undefined, start };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await delay(50)) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with exit code ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error(`${child.spawnfile} does not listen`);
}

async function post(url: string, body: object): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
}
