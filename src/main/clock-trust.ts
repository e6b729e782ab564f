/** Whether the wall clock may decide what is too old to keep. */
export interface ClockTrust {
  /** Looks at both clocks. false: the wall clock went ahead of the time that passed, and not long enough ago to be believed. */
  isSteady(): boolean;
}

/** What a wall clock may gain between two looks: time servers correct seconds, and a slow look takes some. */
const AHEAD_MS = 60_000;

/** A clock that jumped is corrected soon or was right: machines that wake up or boot ask a time server in the first minutes. */
const SETTLE_MS = 10 * 60_000;

/**
 * A machine whose clock jumps a year ahead for a minute must not lose its history to a bound by age. Sleeping looks like a jump
 * (the monotonic clock stands still meanwhile), and then nothing is lost by waiting.
 *
 * `knownAt`: the latest wall time that is known of before this run; null: none. More than a day later is taken for a jump.
 */
export function createClockTrust(now: () => number, monotonicMs: () => number, knownAt: number | null): ClockTrust {
  let at = { wall: now(), monotonic: monotonicMs() };
  let steadyFrom = knownAt !== null && at.wall - knownAt > DAY_MS ? at.monotonic + SETTLE_MS : at.monotonic;
  return {
    isSteady() {
      const next = { wall: now(), monotonic: monotonicMs() };
      const gained = next.wall - at.wall - (next.monotonic - at.monotonic);
      if (gained > AHEAD_MS) steadyFrom = next.monotonic + SETTLE_MS;
      // Back again: what the jump would have made old is not old any more.
      else if (gained < -AHEAD_MS) steadyFrom = next.monotonic;
      at = next;
      return next.monotonic >= steadyFrom;
    },
  };
}

const DAY_MS = 86_400_000;
