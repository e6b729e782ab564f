import { createStore } from 'zustand/vanilla';

export type View = 'captures' | 'forge' | 'collections' | 'check' | 'audit' | 'queue' | 'settings';

export interface NavigationState {
  readonly view: View;
  go(view: View): void;
}

/** Which of the views fills the window. */
export function createNavigationStore() {
  return createStore<NavigationState>()((set) => ({
    view: 'captures',
    go: (view) => set({ view }),
  }));
}
