import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';
import type { EngineOptions } from '../../src/main/engine.ts';
import { keepHeapsSmall } from '../../src/main/small-heaps.ts';
import { openTestEngine } from '../support/open-test-engine.ts';
import type { EngineFigures } from './engine-process.ts';

/** The engine as a host runs it, in a process of its own: answers every message with its figures, and ends on `stop`. */
const [dataDir, more = '{}'] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('the data folder is missing');
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});
// As every host does.
keepHeapsSmall();
// Written by `engine-process.ts` beside this file.
const opened = await openTestEngine(dataDir, JSON.parse(more) as Partial<EngineOptions>);
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const engine = opened.value;
await engine.start();

const loopDelay = monitorEventLoopDelay({ resolution: 5 });
loopDelay.enable();

async function figures(): Promise<EngineFigures> {
  const { listenerCounters } = await engine.handlers['app.state'](null);
  const workerHeaps = await Promise.all(
    // One that ends meanwhile has no heap.
    [...workers].map((worker) => worker.getHeapStatistics().catch(() => null)),
  );
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const maxLoopDelayMs = loopDelay.max / 1e6;
  loopDelay.reset();
  return {
    rss,
    // In KiB, getrusage(2).
    peakRss: process.resourceUsage().maxRSS * 1024,
    heapUsed,
    workersHeapUsed: workerHeaps.reduce((sum, heap) => sum + (heap?.used_heap_size ?? 0), 0),
    external,
    arrayBuffers,
    handles: process.getActiveResourcesInfo().length,
    fds: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null,
    maxLoopDelayMs,
    counters: listenerCounters,
  };
}

process.on('message', (message) => {
  if (message === 'stop') {
    // What is left open then keeps this process, and is found out by that.
    process.removeAllListeners('disconnect');
    void engine.close().then(() => process.disconnect());
  }
  // What only a garbage collection would free is no leak.
  else {
    globalThis.gc?.();
    void figures().then((answer) => process.send?.(answer));
  }
});
const { listener } = await engine.handlers['app.state'](null);
process.send?.({ url: listener.kind === 'listening' ? listener.url : null });
