import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, onTestFinished } from 'vitest';
import { programPath } from '../support/programs.ts';

/** An engine in a process of its own. */
export interface Child {
  readonly port: number;
  /** From the start of opening the data folder to the open engine. */
  readonly openedMs: number;
  /** Resolves when the notices shown hold this failure code, or when they do not any more. */
  notice(code: string, isShown?: boolean): Promise<void>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of the engine. */
  readonly engine?: object;
}

/** Half of a start is compiling, and a file starts many. */
const compileCache = mkdtempSync(join(tmpdir(), 'hookproof-compiled-'));
afterAll(() => rmSync(compileCache, { recursive: true, force: true }));

/** Starts `capture-until-killed.ts` and waits until it listens. Rejects when it ends before that. */
export async function startChild(dataDir: string, { env = {}, engine = {} }: ChildOptions = {}): Promise<Child> {
  const child = spawn(process.execPath, [programPath('capture-until-killed'), dataDir, JSON.stringify(engine)], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let shown: readonly string[] = [];
  const waiting = new Set<() => void>();
  const lines = createInterface({ input: child.stdout });
  const listening = new Promise<{ url: string; openedMs: number }>((resolve, reject) => {
    lines.on('line', (text) => {
      const line: { url?: string; openedMs?: number; notices?: readonly string[] } = JSON.parse(text);
      if (line.url !== undefined) resolve({ url: line.url, openedMs: line.openedMs ?? 0 });
      if (line.notices === undefined) return;
      shown = line.notices;
      for (const look of waiting) look();
    });
    exited.then(([code, signal]) => reject(new Error(`the engine ended: ${code ?? signal}`)), reject);
  });
  const { url, openedMs } = await listening;
  return {
    port: Number(new URL(url).port),
    openedMs,
    notice(code, isShown = true) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (shown.includes(code) !== isShown) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      if (code !== 0) throw new Error(`the engine ended with ${code}`);
    },
  };
}
