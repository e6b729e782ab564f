import type { LucideIcon } from 'lucide-react';
import type { AppContext } from '../store/context.tsx';

export type CommandGroup = 'Go to' | 'Capture' | 'List' | 'Tunnel' | 'App';

/**
 * Something the user can do, as a value. The palette, the shortcuts, the list of keys and the tests read the same list
 * (`all.ts`); a feature contributes by exporting an array from its index.
 */
export interface Command {
  /** `capture.replay`: unique, stable. */
  readonly id: string;
  /** The words of DESIGN.md section 7. */
  readonly label: string;
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  /**
   * Chords in lower case, the shown one first: `mod+k` (⌘ on macOS, Ctrl elsewhere), `r`, `mod+shift+backspace`.
   * Chords without `mod` are ignored while typing; arrows and paging keys work where the list or nothing has the focus.
   */
  readonly shortcuts?: readonly string[];
  /**
   * Its keys go before what has the focus: a button, a list or an editor would take Enter with ⌘ for its own. A chord of
   * such commands may have several, of which one at a time can be done.
   */
  readonly goesFirst?: boolean;
  /** Whether it can be done now. Absent: always. */
  readonly when?: (context: AppContext) => boolean;
  readonly run: (context: AppContext) => void;
}
