import { createStore } from 'zustand/vanilla';

export type View = 'captures' | 'forge' | 'collections' | 'check' | 'audit' | 'queue' | 'settings';

/** A field of the settings that something else on the screen leads to. */
export type SettingsField =
  | 'listenPort'
  | 'bodyLimitBytes'
  | 'memoryBytes'
  | 'timeoutMs'
  | 'perSender'
  | 'historyBytes';

export interface NavigationState {
  readonly view: View;
  /** The field to take the focus; null: none, or it has it. */
  readonly settingsField: SettingsField | null;
  go(view: View): void;
  openSettings(field: SettingsField): void;
  focusedSettingsField(): void;
}

/** Which of the views fills the window. */
export function createNavigationStore() {
  return createStore<NavigationState>()((set) => ({
    view: 'captures',
    settingsField: null,
    go: (view) => set({ view }),
    openSettings: (settingsField) => set({ view: 'settings', settingsField }),
    focusedSettingsField: () => set({ settingsField: null }),
  }));
}
