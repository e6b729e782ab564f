import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Of the two halves of what V8 sets aside for new objects. */
const WORKER_HALF_MIB = 4;
const MAIN_HALF_MIB = 8;

/**
 * Bounds what V8 sets aside for new objects, which would grow to more than a hundred MiB in this thread alone under load and holds
 * nothing. Threads that are started from now on begin with their bound. This one's can only be stopped from growing (a bound has to
 * be known when a heap is made, which is before any code runs), and not before it has grown: kept at the 1 MiB it starts with, collecting
 * took 16 % of a capturing main thread's time instead of 2 (docs/performance.md).
 */
export function keepYoungGenerationsSmall(): void {
  setFlagsFromString(`--min-semi-space-size=${WORKER_HALF_MIB}`);
  setFlagsFromString(`--max-semi-space-size=${WORKER_HALF_MIB}`);
  const observer = new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (space === undefined || space.space_size < MAIN_HALF_MIB * 2 ** 20) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}
