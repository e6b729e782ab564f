import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ListenerCounters } from '../../src/core/listener.ts';
import type { EngineOptions } from '../../src/main/engine.ts';
import { programPath, programUrl } from '../support/programs.ts';

/** Of the engine's process, in bytes, after a garbage collection. */
export interface EngineFigures {
  readonly rss: number;
  /** The most it has had since it began. */
  readonly peakRss: number;
  readonly heapUsed: number;
  /** Of all workers together, without a garbage collection, which cannot be asked of them. */
  readonly workersHeapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  /** What keeps the event loop busy: sockets, timers, workers. */
  readonly handles: number;
  /** Open file descriptors; null where /proc does not tell. */
  readonly fds: number | null;
  /** The longest the main thread did not come round, since the last time it was asked. */
  readonly maxLoopDelayMs: number;
  readonly counters: ListenerCounters;
}

export interface EngineProcess {
  readonly port: number;
  figures(): Promise<EngineFigures>;
  stop(): Promise<void>;
  kill(): void;
}

/** The real engine in a process of its own, so that its memory is nobody else's. */
export async function startEngineProcess(
  dataDir: string,
  more: Pick<EngineOptions, 'settings'> = {},
): Promise<EngineProcess> {
  const child = fork(programPath('soak-engine'), [dataDir, JSON.stringify(more)], {
    execArgv: ['--expose-gc', '--import', programUrl('end-with-parent').href],
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code, signal]) => {
    throw new Error(`the engine ended: ${code ?? signal}`);
  });
  // Whoever waits for an answer is told; an end that was asked for is nobody's error.
  ended.catch(() => undefined);
  const [{ url }] = await Promise.race([once(child, 'message'), ended]);
  return {
    port: Number(new URL(url).port),
    async figures() {
      const answer = once(child, 'message');
      child.send('figures');
      const [figures] = await Promise.race([answer, ended]);
      // Sent by the program beside this file.
      return figures as EngineFigures;
    },
    async stop() {
      child.send('stop');
      const [code, signal] = await exited;
      if (code !== 0) throw new Error(`the engine ended: ${code ?? signal}`);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}
