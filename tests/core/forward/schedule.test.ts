import { describe, expect, it } from 'vitest';
import { endOfTry, retryDelayMs } from '../../../src/core/forward/schedule.ts';

describe('the waits of the queue', () => {
  it('double from two minutes to thirty-two', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 1e9].map((tries) => retryDelayMs(tries) / 60_000);
    expect(minutes).toEqual([2, 4, 8, 16, 32, 32, 32]);
  });

  it.each([
    [200, 'delivered'],
    [299, 'delivered'],
    [302, 'refused'],
    [401, 'refused'],
    [410, 'refused'],
    [408, 'again'],
    [425, 'again'],
    [429, 'again'],
    [500, 'again'],
    [599, 'again'],
  ])('take a %i for %s', (status, end) => {
    expect(endOfTry({ kind: 'replied', status, bodyBytes: 0 })).toBe(end);
  });

  it('take no reply for unanswered', () => {
    const failure = { code: 'target-timeout', origin: 'http://t', afterMs: 1 } as const;
    expect(endOfTry({ kind: 'failed', failure })).toBe('unanswered');
  });
});
