import { useEffect } from 'react';
import type { Settings } from '../../../core/settings.ts';

const STORED = 'theme';

/** Before the first paint: the theme of the last run, so that a dark screen does not flash white at a start. */
export function applyStoredTheme(): void {
  applyTheme(localStorage.getItem(STORED) ?? 'system');
}

function applyTheme(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** Keeps the page in the theme of the settings; `system` leaves it to `prefers-color-scheme`. */
export function useTheme(theme: Settings['theme']): void {
  useEffect(() => {
    applyTheme(theme);
    localStorage.setItem(STORED, theme);
  }, [theme]);
}
