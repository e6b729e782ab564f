import type { Address } from '../../net/exchange.ts';
import { type BackOff, backOffMs } from '../back-off.ts';
import { openSlot, type Slot, type SlotEnd } from './slot.ts';

export interface PoolOptions {
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly size: number;
  readonly connectTimeoutMs: number;
  readonly backOff: BackOff;
  readonly localPort: () => number | null;
  /** No connection is left, and new ones cannot be made or do not last. Called at most once. */
  readonly lost: (detail: string) => void;
}

/** The connections that one registration is served by. */
export interface Pool {
  /** Resolves with null when the first connection stands, or with what went wrong when none could be made. */
  readonly opened: Promise<string | null>;
  served(): number;
  /** Resolves when every socket is gone. */
  close(): Promise<void>;
}

/** Keeps `size` connections open: every end of one leads to exactly one new one, at once if it was used. */
export function openPool(options: PoolOptions): Pool {
  const { size, backOff, lost } = options;
  const slots = new Set<Slot>();
  const timers = new Set<NodeJS.Timeout>();
  const opened = Promise.withResolvers<string | null>();
  const closed = Promise.withResolvers<void>();
  let isClosing = false;
  let isLost = false;
  let served = 0;
  let failures = 0;
  /** Failures in a row while nothing was connected: at the start, the others may be on their way up. */
  let blind = 0;

  function open(): void {
    const slot: Slot = openSlot({
      addresses: options.addresses,
      port: options.port,
      connectTimeoutMs: options.connectTimeoutMs,
      localPort: options.localPort,
      connected() {
        blind = 0;
        opened.resolve(null);
      },
      served() {
        served++;
        failures = 0;
      },
      ended: (end, detail) => ended(slot, end, detail),
    });
    slots.add(slot);
  }

  function ended(slot: Slot, end: SlotEnd, detail: string): void {
    slots.delete(slot);
    if (isClosing || isLost) {
      if (slots.size === 0) closed.resolve();
      return;
    }
    if (end === 'used') {
      open();
      return;
    }
    if (![...slots].some(({ isConnected }) => isConnected)) blind++;
    if (slots.size === 0 || blind >= size) {
      isLost = true;
      opened.resolve(detail);
      for (const timer of timers) clearTimeout(timer);
      lost(detail);
      return;
    }
    // One count for the pool: a server that closes connections again and again is asked less and less often.
    failures++;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        open();
      },
      backOffMs(backOff, Math.ceil(failures / size), Math.random()),
    );
    timers.add(timer);
  }

  for (let i = 0; i < size; i++) open();

  return {
    opened: opened.promise,
    served: () => served,
    close() {
      isClosing = true;
      // Whoever waits for the first connection must not wait for one that will not come.
      opened.resolve('closed');
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      if (slots.size === 0) closed.resolve();
      for (const slot of slots) slot.destroy();
      return closed.promise;
    },
  };
}
