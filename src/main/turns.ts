/** A place that is given back by calling it. */
export type Release = () => void;

/** A fixed number of places, taken in the order in which they were asked for. */
export interface Turns {
  readonly waiting: number;
  readonly free: number;
  /** Resolves when there is a place; null: `signal` was aborted first. Call the release once. */
  take(signal: AbortSignal): Promise<Release | null>;
}

export function createTurns(places: number): Turns {
  let free = places;
  const queue = new Set<() => void>();
  const release = (): void => {
    free++;
    const [next] = queue;
    next?.();
  };
  return {
    get waiting() {
      return queue.size;
    },
    get free() {
      return free;
    },
    take(signal) {
      if (signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const start = (): void => {
          queue.delete(start);
          signal.removeEventListener('abort', leave);
          free--;
          resolve(release);
        };
        const leave = (): void => {
          queue.delete(start);
          resolve(null);
        };
        if (free > 0) {
          start();
          return;
        }
        queue.add(start);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
