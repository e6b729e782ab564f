import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});

export type WindowState = z.infer<typeof stateSchema>;

/** The last window's place, or null: the first start, an unreadable file, or a screen that is no longer there. */
export function readWindowState(file: string, workAreas: readonly Rectangle[]): WindowState | null {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A convenience that is not there or not readable is as good as none: the default place is used.
    return null;
  }
  const state = stateSchema.safeParse(stored).data;
  return state !== undefined && workAreas.some((area) => shows(area, state)) ? state : null;
}

/** While the window closes, hence at once. `report` hears of a disk that does not take it. */
export function writeWindowState(file: string, state: WindowState, report: (error: unknown) => void): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  } catch (error) {
    report(error);
  }
}

/** Enough of the title bar to take hold of: 100 by 40 pixels. */
function shows(area: Rectangle, state: WindowState): boolean {
  const across = Math.min(area.x + area.width, state.x + state.width) - Math.max(area.x, state.x);
  const topIsInside = state.y >= area.y && state.y + 40 <= area.y + area.height;
  return across >= 100 && topIsInside;
}
