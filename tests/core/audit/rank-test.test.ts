import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, rankZ } from '../../../src/core/audit/rank-test.ts';

const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });

describe('rankZ', () => {
  it('is what the textbook computes', () => {
    // U = 0 of 10 and 10 without ties: (0 - 50) / sqrt(10 * 10 * 21 / 12).
    const low = Array.from({ length: 10 }, (_, index) => index);
    const high = low.map((value) => value + 100);
    expect(rankZ(low, high)).toBeCloseTo(50 / Math.sqrt(175), 10);
    // With ties: ranks 2, 2, 2, 4.5, 4.5 for 1 1 1 2 2, of which 1 2 2 are the slower.
    expect(rankZ([1, 1], [1, 2, 2])).toBeCloseTo((11 - 6 - 3) / Math.sqrt((6 / 12) * (6 - 30 / 20)), 10);
  });

  it('turns its sign with the groups, and says nothing of equal ones', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(rankZ(a, b)).toBeCloseTo(-rankZ(b, a), 9);
        expect(rankZ(a, a)).toBeCloseTo(0, 9);
      }),
    );
    expect(rankZ([], [1])).toBe(0);
    expect(rankZ([3, 3], [3])).toBe(0);
  });

  it('only looks at the order', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const cubed = (list: readonly number[]) => list.map((value) => value ** 3);
        expect(rankZ(cubed(a), cubed(b))).toBeCloseTo(rankZ(a, b), 9);
      }),
    );
  });
});

it('takes the middle of the values', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, 0]);
});
