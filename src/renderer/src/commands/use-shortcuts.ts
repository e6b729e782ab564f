import { useEffect } from 'react';
import type { AppContext } from '../store/context.tsx';
import { isMac } from '../ui/index.ts';
import { chordApplies, chordOf, focusPlace } from './chord.ts';
import type { Command } from './command.ts';

/** Runs the command whose shortcut is pressed. What a widget has used itself (`preventDefault`) is left to it. */
export function useShortcuts(commands: readonly Command[], context: AppContext): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent, isOnItsWay: boolean) => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event, isMac);
      if (chord === null || !chordApplies(chord, focusPlace(document.activeElement))) return;
      const command = commands.find(
        ({ goesFirst = false, shortcuts, when }) =>
          goesFirst === isOnItsWay && shortcuts?.includes(chord) === true && (when === undefined || when(context)),
      );
      if (command === undefined) return;
      event.preventDefault();
      if (isOnItsWay) event.stopPropagation();
      command.run(context);
    };
    const before = (event: KeyboardEvent) => onKeyDown(event, true);
    const after = (event: KeyboardEvent) => onKeyDown(event, false);
    window.addEventListener('keydown', before, { capture: true });
    window.addEventListener('keydown', after);
    return () => {
      window.removeEventListener('keydown', before, { capture: true });
      window.removeEventListener('keydown', after);
    };
  }, [commands, context]);
}
