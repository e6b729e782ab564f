import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type RunningWebHost, startWebHost, type WebHostOptions } from '../support/web-host.ts';

/** A server under load, in a process of its own. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  /** The engine behind it, where it is ours. */
  readonly host?: RunningWebHost;
  stop(): Promise<void>;
}

export interface ServerKind {
  readonly name: string;
  start(): Promise<Server>;
}

export interface OwnServer extends Server {
  readonly host: RunningWebHost;
}

export const bare: ServerKind = { name: 'bare node:http, body read', start: () => startServer(program('bare'), []) };
export const tee: ServerKind = { name: 'bare + byte tee', start: () => startServer(program('bare'), ['tee']) };
export const ours: ServerKind = { name: 'Hookproof, everything on', start: () => startOurs() };

function program(name: string): string {
  return fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url));
}

/**
 * The built engine as `hookproof serve` runs it, with a WebSocket client that takes every event, as a screen does: durable before
 * the reply, judged against all schemes, announced.
 */
export async function startOurs(options: WebHostOptions = {}): Promise<OwnServer> {
  const host = await startWebHost(options);
  return {
    host,
    port: Number(new URL(host.captureUrl).port),
    pid: pidOf(host.process),
    async stop() {
      await host.stop();
    },
  };
}

/** Starts a Node program that says its port as a line of JSON. */
export async function startServer(file: string, args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const early = exited.then(([code]) => {
    throw new Error(`${file} ended with exit code ${code}`);
  });
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), early]);
  // From here on its end is the caller's business.
  early.catch(() => undefined);
  const { port }: { port: number } = JSON.parse(String(line[0]));
  return {
    port,
    pid: pidOf(child),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process was not started');
  return pid;
}
