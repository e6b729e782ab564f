import { createStore } from 'zustand/vanilla';
import type { ConnectionState as Connection } from '../bridge.ts';

export interface ConnectionState {
  /** As the bridge tells it. Unless `connected`, what is on the screen may be old and nothing can be done. */
  readonly state: Connection;
  setState(state: Connection): void;
}

export function createConnectionStore() {
  return createStore<ConnectionState>()((set) => ({
    state: 'connected',
    setState: (state) => set({ state }),
  }));
}
