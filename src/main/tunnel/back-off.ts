/** Exponential back-off with jitter, so that many clients of a server that restarts do not come back in step. */
export interface BackOff {
  /** Before the second try, in ms. */
  readonly baseMs: number;
  readonly capMs: number;
}

/** Wait before the next try. `failures`: tries that failed so far, from 1. `random`: 0 to 1. */
export function backOffMs({ baseMs, capMs }: BackOff, failures: number, random: number): number {
  // 2^30 is beyond any cap; without a bound the power would become Infinity and 0 · Infinity is not a number.
  const wait = Math.min(baseMs * 2 ** Math.min(failures - 1, 30), capMs);
  return Math.round(wait * (0.75 + random / 2));
}
