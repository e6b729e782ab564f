import { useEffect, useEffectEvent } from 'react';
import { chordOf } from '../../commands/chord.ts';
import { isMac } from '../../ui/index.ts';

/** ⌘S or Ctrl+S anywhere in the dialog, also where no field has the focus; not while a question waits for its answer. */
export function useSaveKey(save: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (chordOf(event, isMac) !== 'mod+s') return;
    event.preventDefault();
    if (document.activeElement?.closest('[role="alertdialog"]') == null) save();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    // While it comes down: fields keep the keys that come back up to themselves.
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, []);
}
