import { createStore } from 'zustand/vanilla';
import type { Bridge } from '../../../core/contract.ts';
import type { QueuedTarget } from '../../../core/forward/queue.ts';

export interface QueueState {
  /** Those for which something waits. */
  readonly targets: readonly QueuedTarget[];
  /** Subscribes, then asks; the returned function ends the subscription. */
  start(): Promise<() => void>;
}

/** What waits for the targets of forwards, target by target. */
export function createQueueStore(bridge: Bridge) {
  return createStore<QueueState>()((set) => ({
    targets: [],
    async start() {
      let isOutrun = false;
      const stop = bridge.on('queue.changed', ({ targets }) => {
        isOutrun = true;
        set({ targets });
      });
      const { targets } = await bridge.call('queue.list', { limit: 0 });
      // An event that came while the answer was under way is newer than it.
      if (!isOutrun) set({ targets });
      return stop;
    },
  }));
}

/** Waiting and stopped, of all targets. */
export function queuedCount(targets: readonly QueuedTarget[]): number {
  return targets.reduce((sum, { waiting, stopped }) => sum + waiting + stopped, 0);
}
