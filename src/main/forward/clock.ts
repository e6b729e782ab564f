/** The time of the queue's waits, which last for minutes. */
export interface QueueClock {
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** Calls once after so long; gives the way to call it off. */
  readonly after: (ms: number, call: () => void) => () => void;
}

export const systemClock: QueueClock = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
