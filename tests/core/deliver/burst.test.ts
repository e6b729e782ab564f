import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BurstCount, countsOf, latencyOf, throughputOf } from '../../../src/core/deliver/burst.ts';

describe('the latency of a burst', () => {
  it('is exact, by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(latencyOf(hundred)).toEqual({ p50: 50, p90: 90, p95: 95, p99: 99, max: 100 });
    expect(latencyOf([7])).toEqual({ p50: 7, p90: 7, p95: 7, p99: 7, max: 7 });
    expect(latencyOf([])).toBeNull();
  });

  it('is of times that were measured, in their order', () => {
    const times = fc.array(fc.double({ min: 0, max: 300_000, noNaN: true }), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(times, (all) => {
        const latency = latencyOf(all);
        if (latency === null) throw new Error('there are times');
        const { p50, p90, p95, p99, max } = latency;
        const shown = [p50, p90, p95, p99, max];
        expect(shown).toEqual(shown.toSorted((a, b) => a - b));
        for (const one of shown) expect(all).toContain(one);
        expect(all.filter((one) => one <= p90).length).toBeGreaterThanOrEqual(0.9 * all.length);
      }),
    );
  });
});

it('counts the outcomes of a burst, the most frequent first', () => {
  const outcomes = new Map<BurstCount['what'], number>([
    [200, 1],
    ['target-timeout', 3],
    [500, 3],
  ]);
  expect(countsOf(outcomes)).toEqual([
    { what: 500, count: 3 },
    { what: 'target-timeout', count: 3 },
    { what: 200, count: 1 },
  ]);
  expect(throughputOf({ done: 50, elapsedMs: 250 })).toBe(200);
  expect(throughputOf({ done: 0, elapsedMs: 0 })).toBe(0);
});
