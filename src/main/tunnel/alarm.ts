/** A wait that events can cut short. One waits at a time. */
export interface Alarm {
  /** Resolves after `ms`, or as soon as `ring` is called. */
  wait(ms: number): Promise<void>;
  /** Without effect when nobody waits. */
  ring(): void;
}

export function createAlarm(): Alarm {
  let wake: (() => void) | null = null;
  return {
    wait(ms) {
      return new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          wake = null;
          resolve();
        }
        wake = done;
      });
    },
    ring() {
      wake?.();
    },
  };
}
