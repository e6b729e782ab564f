import { useEffect } from 'react';
import type { AppContext } from '../store/context.tsx';
import { isMac } from '../ui/index.ts';
import { chordApplies, chordOf, focusPlace } from './chord.ts';
import type { Command } from './command.ts';

/** Runs the command whose shortcut is pressed. What a widget has used itself (`preventDefault`) is left to it. */
export function useShortcuts(commands: readonly Command[], context: AppContext): void {
  useEffect(() => {
    const byChord = new Map(commands.flatMap((command) => (command.shortcuts ?? []).map((chord) => [chord, command])));
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event, isMac);
      const command = chord === null ? undefined : byChord.get(chord);
      if (chord === null || command === undefined || !chordApplies(chord, focusPlace(document.activeElement))) return;
      if (command.when !== undefined && !command.when(context)) return;
      event.preventDefault();
      command.run(context);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, context]);
}
