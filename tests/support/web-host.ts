import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { CallOutcome } from '../../src/core/call.ts';
import type { CommandName, Input, Output } from '../../src/core/contract.ts';
import { decodePageFrame, encodeFrame, MAX_FRAME_BYTES, WIRE_PATH, WIRE_PROTOCOL } from '../../src/core/wire.ts';
import { programUrl } from './programs.ts';

const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

/** The built app, served to a browser by a process of its own: what `hookproof serve` starts. */
export interface RunningWebHost {
  /** With its token; open it in a page. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`, where webhooks are captured. */
  readonly captureUrl: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** All that it has written to standard output and standard error so far. */
  readonly written: () => { readonly out: string; readonly errors: string };
  /** Calls the engine as a page does, beside the pages. */
  call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Ends it in order and gives its exit code. Without a `dataDir` of the caller's, its data is deleted. */
  stop(): Promise<number | null>;
}

export interface WebHostOptions {
  /** Kept after `stop`, to start again on; a new folder otherwise. */
  readonly dataDir?: string;
  /** 0, any free port, unless given. */
  readonly capturePort?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A module that the process runs before the app. */
  readonly preload?: URL;
  readonly cwd?: string;
}

export async function startWebHost(options: WebHostOptions = {}): Promise<RunningWebHost> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'hookproof-web-host-')));
  const capturePort = String(options.capturePort ?? 0);
  const args = [cli, 'serve', '--json', '--port', '0', '--capture-port', capturePort, '--data', dataDir];
  const preload = options.preload === undefined ? [] : ['--import', options.preload.href];
  const child = spawn(process.execPath, ['--import', programUrl('end-with-parent').href, ...preload, ...args], {
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let standardError = '';
  let standardOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    standardError += chunk;
  });
  const exited: Promise<number | null> = once(child, 'exit').then(([code]) => code);
  if (child.stdout === null) throw new Error('the child was given a pipe for its standard output');
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    standardOutput += chunk;
  });
  const line = once(createInterface({ input: child.stdout }), 'line').then(([first]) => String(first));
  const early = exited.then((code) => {
    throw new Error(`the web host ended with exit code ${code}:\n${standardError}`);
  });
  const { url } = JSON.parse(await Promise.race([line, early]));
  // From here on its end is the caller's business.
  early.catch(() => undefined);

  const client = await connectClient(url);
  const { listener } = await client.call('app.state', null);
  if (listener.kind !== 'listening') throw new Error(`the capture port is ${listener.kind}`);
  return {
    url,
    captureUrl: listener.url,
    dataDir,
    process: child,
    written: () => ({ out: standardOutput, errors: standardError }),
    call: client.call,
    async stop() {
      client.close();
      child.kill('SIGTERM');
      const code = await exited;
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** How every frame of an event starts: a map of three, and `kind` its first key. */
const eventStart = encodeFrame({ kind: 'event', name: 'listener.changed', event: null }).subarray(0, 12);

interface Client {
  call: RunningWebHost['call'];
  close(): void;
}

async function connectClient(url: string): Promise<Client> {
  const { host, origin, hash } = new URL(url);
  const socket = new WebSocket(`ws://${host}${WIRE_PATH}`, [WIRE_PROTOCOL, hash.slice('#token='.length)], {
    origin,
    maxPayload: MAX_FRAME_BYTES,
  });
  const waiting = new Map<number, { resolve(outcome: CallOutcome): void; reject(error: Error): void }>();
  let next = 0;
  socket.on('message', (data: Buffer) => {
    // Of thousands of rows a second nobody here reads any; a benchmark's figures must not hold their decoding.
    if (data.subarray(0, eventStart.length).equals(eventStart)) return;
    const frame = decodePageFrame(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    if (frame?.kind !== 'reply') return;
    waiting.get(frame.id)?.resolve(frame.outcome);
    waiting.delete(frame.id);
  });
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(new Error('the web host has closed'));
  });
  await once(socket, 'open');
  return {
    async call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> {
      const id = next++;
      const outcome = await new Promise<CallOutcome>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        socket.send(encodeFrame({ kind: 'call', id, name, input }));
      });
      if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`);
      // The engine answers a command with that command's output; the types cannot cross a process.
      return outcome.value as Output<K>;
    },
    close: () => socket.terminate(),
  };
}
