import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface CliOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Record<string, string>;
}

/** The built command line, run to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const child = spawnCli(args, options.env);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(options.stdin);
  const [code] = await once(child, 'close');
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}

export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** The next line of standard output as JSON, in order. Rejects when the process ends first. */
  line(): Promise<Record<string, unknown>>;
  /** Standard error so far. */
  readonly errors: string;
  /** SIGTERM; gives the exit code and the lines not yet taken. */
  stop(): Promise<{ code: number | null; rest: Record<string, unknown>[] }>;
}

/** A command that goes on until it is stopped (`listen`, `serve`), read line by line. */
export function startCli(args: readonly string[], options: CliOptions = {}): CliProcess {
  const child = spawnCli(args, options.env);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    get errors() {
      return errors;
    },
    async line() {
      const next = await lines.next();
      if (next.done === true) throw new Error(`the command ended: ${errors}`);
      return JSON.parse(next.value);
    },
    async stop() {
      child.kill('SIGTERM');
      const rest: Record<string, unknown>[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next())
        rest.push(JSON.parse(next.value));
      const [code] = await closed;
      return { code, rest };
    },
  };
}

function spawnCli(args: readonly string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, ...env } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
