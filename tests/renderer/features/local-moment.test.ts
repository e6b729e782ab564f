import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localMoment, momentOf } from '../../../src/renderer/src/features/endpoints/local-moment.ts';

describe('a moment in a date field', () => {
  it('is empty for none', () => {
    expect(localMoment(null)).toBe('');
    expect(momentOf('', 5)).toBeNull();
    expect(momentOf('not a date', null)).toBeNull();
  });

  it('keeps its seconds when it is not changed', () => {
    const at = new Date(2026, 10, 21, 14, 3, 7, 250).getTime();
    expect(localMoment(at)).toBe('2026-11-21T14:03');
    expect(momentOf('2026-11-21T14:03', at)).toBe(at);
    expect(momentOf('2026-11-21T14:04', at)).toBe(new Date(2026, 10, 21, 14, 4).getTime());
  });

  it('is read back to the minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        const text = localMoment(at);
        expect(localMoment(momentOf(text, null))).toBe(text);
      }),
    );
  });
});
