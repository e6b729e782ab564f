import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOffMs } from '../../../src/main/tunnel/back-off.ts';
import { defaultTiming } from '../../../src/main/tunnel/timing.ts';

it('the back-off doubles from 250 ms to 30 s', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map((failures) => backOffMs(defaultTiming.backOff, failures, 0.5));
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

it('its jitter is a quarter to either side (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const middle = backOffMs(defaultTiming.backOff, failures, 0.5);
      const wait = backOffMs(defaultTiming.backOff, failures, random);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(middle * 0.75));
      expect(wait).toBeLessThanOrEqual(Math.ceil(middle * 1.25));
    }),
  );
});
