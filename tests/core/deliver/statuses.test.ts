import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangesOf, rangesOutside, readStatuses, statusesText } from '../../../src/core/deliver/statuses.ts';

describe('ranges of statuses', () => {
  it.each([
    ['2xx', [{ from: 200, to: 299 }]],
    ['200', [{ from: 200, to: 200 }]],
    [
      '201-299, 5xx',
      [
        { from: 201, to: 299 },
        { from: 500, to: 599 },
      ],
    ],
    ['3xx-5xx', [{ from: 300, to: 599 }]],
    ['', []],
  ])('are written and read as “%s”', (text, ranges) => {
    expect(readStatuses(text)).toEqual(ranges);
    expect(statusesText(ranges)).toBe(text);
  });

  it('are read with any separators, in either case', () => {
    expect(readStatuses(' 408 ;5XX,,429-431 ')).toEqual([
      { from: 408, to: 408 },
      { from: 500, to: 599 },
      { from: 429, to: 431 },
    ]);
  });

  it.each(['ok', '20', '2000', '0xx', '299-200', '2xx-', '-200', '2x0'])('refuse “%s”', (text) => {
    expect(readStatuses(text)).toBeNull();
  });

  it('are what a set of statuses holds, and what it leaves', () => {
    expect(statusesText(rangesOf([200, 204, '5xx']))).toBe('200, 204, 5xx');
    expect(statusesText(rangesOutside([200, '3xx', '4xx']))).toBe('201-299, 5xx');
    expect(rangesOutside(['2xx', '3xx', '4xx', '5xx'])).toEqual([]);
  });

  it('survive being written and read', () => {
    const status = fc.integer({ min: 100, max: 999 });
    const range = fc.tuple(status, status).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        expect(readStatuses(statusesText(ranges))).toEqual(ranges);
      }),
    );
  });
});
