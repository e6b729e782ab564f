import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Of the two halves of what V8 sets aside for new objects. */
const WORKER_HALF_MIB = 2;
const MAIN_HALF_MIB = 4;

/** By how much a heap may grow beyond what is alive in it before all of it is collected. */
const GROWTH_PERCENT = 150;

/**
 * Bounds what V8 takes in all threads for what holds nothing, which was a third of the memory of an engine under load (docs/performance.md).
 *
 * New objects: this thread alone would set aside more than a hundred MiB for them. Threads that are started from now on begin with their
 * bound. This one's can only be kept from growing further (a bound has to be known when a heap is made, which is before any code runs), and
 * is let grow again when V8 has made it smaller, as it does of an idle one's: kept at the 1 MiB it starts with, collecting took 16 % of a
 * capturing main thread's time instead of 2. One long piece of work may take it past the bound before anybody can look.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  setFlagsFromString(`--min-semi-space-size=${WORKER_HALF_MIB}`);
  setFlagsFromString(`--max-semi-space-size=${WORKER_HALF_MIB}`);
  // A start is one long piece of work: it would take two steps before anybody can look.
  let mayGrow = false;
  setFlagsFromString('--semi-space-growth-factor=1');
  new PerformanceObserver(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    // It doubles, from whatever size it was made smaller to.
    const fits = space !== undefined && 2 * space.space_size <= 2 * MAIN_HALF_MIB * 2 ** 20;
    if (fits === mayGrow) return;
    mayGrow = fits;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }).observe({ entryTypes: ['gc'] });
}
