import { createStore } from 'zustand/vanilla';

export interface ConnectionState {
  /** `lost`: the engine is gone; what is on the screen may be old. Only the web host's socket can lose it. */
  readonly state: 'connected' | 'lost';
  setState(state: 'connected' | 'lost'): void;
}

export function createConnectionStore() {
  return createStore<ConnectionState>()((set) => ({
    state: 'connected',
    setState: (state) => set({ state }),
  }));
}
