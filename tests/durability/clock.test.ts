import { describe, expect, it } from 'vitest';
import { createClockTrust } from '../../src/main/clock-trust.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../support/engine.ts';
import { tempDir } from '../support/temp-dir.ts';
import { finish } from './finish.ts';
import { newRequest, type Sent, sendOne } from './load.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a wall clock that is set', { timeout: 60_000 }, () => {
  it('back an hour and then on a day changes neither order nor durations, and deletes nothing', async () => {
    let ahead = 0;
    const engine = await startEngine(await tempDir(), {
      now: () => Date.now() + ahead,
      // What a day ahead makes old is at once past the bound.
      settings: { history: { maxAgeDays: 1, maxCount: 100_000, maxBytes: 0 } },
    });
    const port = Number(new URL(await captureUrl(engine)).port);
    const sent: Sent[] = [];
    const capture = async (id: string): Promise<void> => {
      const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
        rows.some((row) => row.id === sent.length && row.replyMs !== null),
      );
      sent.push(await sendOne(port, newRequest(id, 'small')));
      await judged;
    };
    await capture('at-first');
    ahead = -HOUR;
    await capture('an-hour-back');
    ahead = DAY + HOUR;
    await capture('a-day-on');
    // Prunes as every change of a bound does.
    const pruned = nextEvent(engine, 'settings.changed', () => true);
    unwrap(await engine.handlers['settings.update']({ patch: { history: { maxCount: 50_000 } } }));
    await pruned;
    await capture('after-all');
    const { rows } = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    const times = rows.map(({ receivedAt }) => receivedAt);
    expect(times[2]).toBeLessThan(times[3] ?? 0);
    expect(times[1]).toBeGreaterThan((times[3] ?? 0) + DAY);
    for (const { id, replyMs } of rows) {
      expect(replyMs).toBeGreaterThanOrEqual(0);
      expect(replyMs).toBeLessThan(MINUTE);
      const { timings } = unwrap(await engine.handlers['captures.get']({ id }));
      expect(timings.headMs).toBeGreaterThanOrEqual(0);
      expect(timings.bodyMs).toBeLessThan(MINUTE);
    }
    await finish(engine, sent);
  });
});

describe('the trust in the wall clock', () => {
  /** Looks after each pair of [wall clock, monotonic clock] has passed. */
  function looks(steps: readonly (readonly [number, number])[], knownAt: number | null = null): readonly boolean[] {
    let [wall, monotonic] = [1000 * DAY, 0];
    const trust = createClockTrust(
      () => wall,
      () => monotonic,
      knownAt,
    );
    return steps.map(([wallMs, monotonicMs]) => {
      wall += wallMs;
      monotonic += monotonicMs;
      return trust.isSteady();
    });
  }

  it('is there while both clocks go alike', () => {
    expect(looks(Array.from({ length: 5 }, () => [MINUTE, MINUTE]))).toEqual([true, true, true, true, true]);
    expect(looks([[MINUTE + 5000, MINUTE]])).toEqual([true]);
  });

  it('is gone for ten minutes after a jump ahead', () => {
    const steps = [
      [DAY, MINUTE],
      [5 * MINUTE, 5 * MINUTE],
      [4 * MINUTE, 4 * MINUTE],
      [MINUTE, MINUTE],
    ] as const;
    expect(looks(steps)).toEqual([false, false, false, true]);
  });

  it('is back when the clock is set back', () => {
    expect(
      looks([
        [365 * DAY, MINUTE],
        [-365 * DAY, MINUTE],
      ]),
    ).toEqual([false, true]);
    expect(looks([[-DAY, MINUTE]])).toEqual([true]);
  });

  it('waits where the last run was more than a day ago', () => {
    const ago = (ms: number): number => 1000 * DAY - ms;
    expect(looks([[0, 0]], ago(23 * HOUR))).toEqual([true]);
    expect(
      looks(
        [
          [0, 0],
          [10 * MINUTE, 10 * MINUTE],
        ],
        ago(25 * HOUR),
      ),
    ).toEqual([false, true]);
    expect(looks([[0, 0]], ago(-DAY))).toEqual([true]);
  });
});
