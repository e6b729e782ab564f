import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/main/storage/store.ts';
import { captureTests } from './store-captures.ts';
import { deliveryTests } from './store-deliveries.ts';
import { historyTests } from './store-history.ts';
import { queueTests } from './store-queue.ts';
import { registerTests } from './store-registers.ts';

/** A store under test, opened anew for each one. */
export type Opened = () => Store;

/** What every store must do. `open` gives an empty one; `discard` removes what it left behind. */
export function describeStore(
  name: string,
  open: () => Promise<{ store: Store; discard: (() => Promise<void>) | null }>,
): void {
  describe(`${name} as a store`, () => {
    let current: Awaited<ReturnType<typeof open>> | null = null;
    beforeEach(async () => {
      current = await open();
    });
    afterEach(async () => {
      await current?.store.close();
      await current?.discard?.();
      current = null;
    });
    const opened: Opened = () => {
      if (current === null) throw new Error('the store is open during a test only');
      return current.store;
    };
    captureTests(opened);
    deliveryTests(opened);
    historyTests(opened);
    queueTests(opened);
    registerTests(opened);
  });
}
