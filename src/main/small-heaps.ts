import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { ResourceLimits } from 'node:worker_threads';

/** Of the two halves of what V8 sets aside for the new objects of the main thread. */
const MAIN_HALF_MIB = 4;

/** By how much a heap may grow beyond what is alive in it before all of it is collected. */
const GROWTH_PERCENT = 150;

/**
 * After most of a start. Node's own modules come compiled, for V8's flags as they are when a process begins: what is loaded under other
 * flags is compiled anew, which took 35 ms of a start of 200.
 */
const AFTER_MS = 300;

const WORKER_HALF_MIB = 2;

/** Of each worker. V8 takes a third of it for each half of what it sets aside for new objects, and a third for large ones. */
export const WORKER_HEAP: ResourceLimits = { maxYoungGenerationSizeMb: 3 * WORKER_HALF_MIB };

/** Bounds the heaps of this process soon, and for good. For a host, before it opens the engine. */
export function keepHeapsSmall(): void {
  setTimeout(keepHeapsSmallFromNow, AFTER_MS).unref();
}

/**
 * Bounds what V8 takes for what holds nothing, which was a third of the memory of an engine under load (docs/performance.md).
 *
 * New objects: the main thread alone would set aside more than a hundred MiB for them. It can only be kept from growing further (a bound
 * has to be known when a heap is made, which is before any code runs), and is let grow again when V8 has made it smaller, as it does of
 * an idle one's: kept at the 1 MiB it starts with, collecting took 16 % of a capturing main thread's time instead of 2. One long
 * piece of work may take it past the bound before anybody can look.
 */
export function keepHeapsSmallFromNow(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  // Of workers that start from now on: they could not grow while the main thread may not.
  setFlagsFromString(`--min-semi-space-size=${WORKER_HALF_MIB}`);
  let mayGrow = true;
  new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    // It doubles, from whatever size it was made smaller to.
    const fits = space !== undefined && 2 * space.space_size <= 2 * MAIN_HALF_MIB * 2 ** 20;
    if (fits === mayGrow) return;
    mayGrow = fits;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }).observe({ entryTypes: ['gc'] });
}
