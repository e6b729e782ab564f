import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  allWaits,
  nextAttempt,
  scheduleWords,
  waitSeconds,
} from '../../../src/core/deliver/next-attempt.ts';
import { type DeliveryPolicy, MAX_WAIT_SECONDS, repeats, type Waits } from '../../../src/core/deliver/policy.ts';
import { plainPolicy } from '../../../src/core/deliver/provider-policy.ts';
import { isInRanges } from '../../../src/core/deliver/statuses.ts';

const reply = (status: number | null): AttemptResult => ({ status, hasReplyBody: true });
const next = (policy: DeliveryPolicy, ...statuses: (number | null)[]) => nextAttempt(policy, statuses.map(reply));

const policy: DeliveryPolicy = { ...plainPolicy, attempts: 3, waits: { kind: 'list', seconds: [1, 2] } };

describe('the next attempt', () => {
  it('is the first one at once, and then after the pause of its place', () => {
    expect(next(policy)).toEqual({ waitMs: 0 });
    expect(next(policy, 500)).toEqual({ waitMs: 1000 });
    expect(next(policy, 500, null)).toEqual({ waitMs: 2000 });
  });

  it('is none after a success, a status that is not retried, or the last attempt', () => {
    expect(next(policy, 500, 204)).toEqual({ done: 'succeeded', why: '204 is a success' });
    expect(next(policy, 400)).toEqual({ done: 'given-up', why: '400 is not followed by another attempt' });
    expect(next(policy, 500, 500, 503)).toEqual({ done: 'given-up', why: '503, and 3 attempts are all there are' });
    expect(next({ ...policy, retriesNoReply: false }, null)).toMatchObject({ done: 'given-up' });
  });

  it('follows a success whose body is not the one that is asked for', () => {
    const wrongBody = [{ status: 200, hasReplyBody: false }];
    expect(nextAttempt(policy, wrongBody)).toEqual({ waitMs: 1000 });
    expect(nextAttempt({ ...policy, attempts: 1 }, wrongBody)).toMatchObject({ done: 'given-up' });
  });

  it('repeats the last pause of a list that is shorter than the attempts', () => {
    expect(allWaits({ attempts: 5, waits: { kind: 'list', seconds: [1, 2] } })).toEqual([1, 2, 2, 2]);
  });

  it('is told in words, many of them shortened', () => {
    expect(scheduleWords(policy)).toBe('at once, after 1 s, after 2 s');
    expect(scheduleWords({ attempts: 2, waits: { kind: 'list', seconds: [0] } })).toBe('at once, again at once');
    const long = { attempts: 10, waits: { kind: 'exponential', first: 1, factor: 2, max: null } } as const;
    expect(scheduleWords(long)).toMatch(/^at once, after 1 s, .*, … the last 8.5 min after the first$/);
  });
});

const status = fc.integer({ min: 100, max: 999 });
const range = fc.tuple(status, status).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const seconds = fc.double({ min: 0, max: MAX_WAIT_SECONDS, noNaN: true });
const longest: fc.Arbitrary<number | null> = fc.option(seconds);
const exponential: fc.Arbitrary<Waits> = fc.record({
  kind: fc.constant('exponential' as const),
  first: seconds,
  factor: fc.double({ min: 1, max: 100, noNaN: true }),
  max: longest,
});
const waits: fc.Arbitrary<Waits> = fc.oneof(
  exponential,
  fc.record({ kind: fc.constant('list' as const), seconds: fc.array(seconds, { minLength: 1, maxLength: 100 }) }),
);
const anyPolicy: fc.Arbitrary<DeliveryPolicy> = fc.record({
  success: fc.array(range, { minLength: 1, maxLength: 3 }),
  replyBody: fc.constant(null),
  deadlineMs: fc.constant(1000),
  attempts: fc.integer({ min: 1, max: 100 }),
  waits,
  retried: fc.array(range, { maxLength: 3 }),
  retriesNoReply: fc.boolean(),
  repeat: fc.constantFrom(...repeats),
  headers: fc.constant([]),
  verifyTls: fc.boolean(),
});

describe('of any policy', () => {
  it('there are never more attempts than it says, whatever comes back, and none after a success', () => {
    fc.assert(
      fc.property(anyPolicy, fc.infiniteStream(fc.option(status)), (any, replies) => {
        const history: AttemptResult[] = [];
        for (;;) {
          const next = nextAttempt(any, history);
          if ('done' in next) {
            const last = history.at(-1)?.status ?? null;
            const isSuccess = last !== null && isInRanges(any.success, last);
            expect(next.done).toBe(isSuccess ? 'succeeded' : 'given-up');
            return;
          }
          expect(next.waitMs).toBeGreaterThanOrEqual(0);
          expect(next.waitMs).toBeLessThanOrEqual(MAX_WAIT_SECONDS * 1000);
          history.push(reply(replies.next().value ?? null));
          expect(history.length).toBeLessThanOrEqual(any.attempts);
        }
      }),
    );
  });

  it('exponential waits never get shorter', () => {
    fc.assert(
      fc.property(exponential, fc.nat({ max: 100 }), (growing, index) => {
        expect(waitSeconds(growing, index + 1)).toBeGreaterThanOrEqual(waitSeconds(growing, index));
      }),
    );
  });
});
