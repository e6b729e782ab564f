import { type RefObject, useEffect, useRef } from 'react';
import type { CaptureId } from '../../../../core/capture.ts';
import { useApp } from '../../store/context.tsx';
import { detailStore, useDetail } from './detail-store.ts';

/** Marks the button that opens the editor, where the focus goes back to when the editor was opened with it. */
export const EDIT_BUTTON = 'edit-capture';

/**
 * Puts the focus into the editor when it was asked for, and back to where it came from when it is closed: both would
 * otherwise leave it nowhere, since the button pressed is gone. The ref goes on the first field.
 */
export function useEditorFocus(id: CaptureId): RefObject<HTMLInputElement | null> {
  const context = useApp();
  const first = useRef<HTMLInputElement>(null);
  const opener = useRef<Element | null>(null);
  const isWanted = useDetail((state) => state.focusEditorOf === id);
  useEffect(() => {
    if (!isWanted) return;
    opener.current = document.activeElement;
    first.current?.focus();
    detailStore(context).setState({ focusEditorOf: null });
  }, [context, isWanted]);
  useEffect(
    () => () => {
      const from = opener.current;
      opener.current = null;
      // Another capture is looked at, or the focus is elsewhere on the screen and stays there.
      if (detailStore(context).getState().editing.has(id) || document.activeElement !== document.body) return;
      const place = from instanceof HTMLElement && from !== document.body && from.isConnected ? from : null;
      (place ?? document.querySelector<HTMLElement>(`.${EDIT_BUTTON}`))?.focus();
    },
    [context, id],
  );
  return first;
}
