import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into the engine's process: on `reset` from the parent it measures how late the main event loop turns from then on,
 * on `read` it says so.
 */
export interface LoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

// Workers run what was preloaded too.
if (isMainThread) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  process.on('message', (message) => {
    if (message === 'reset') histogram.reset();
    if (message !== 'read') return;
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    const delay: LoopDelay = {
      p50Ms: ms(histogram.percentile(50)),
      p99Ms: ms(histogram.percentile(99)),
      maxMs: ms(histogram.max),
    };
    process.send?.(delay);
  });
  process.channel?.unref();
}
