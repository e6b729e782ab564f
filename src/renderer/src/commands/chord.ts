/** What of a keyboard event makes a chord; tests hand in plain objects. */
export interface KeyPress {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The chord of a key press: `mod+shift+backspace`. null for what no command may have (AltGr, the other system's modifier). */
export function chordOf(press: KeyPress, mac: boolean): string | null {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const foreign = mac ? press.ctrlKey : press.metaKey;
  if (foreign || press.altKey) return null;
  const key = press.key.toLowerCase();
  // With Shift, a sign such as `?` is its own key; only letters and named keys say the Shift as well.
  const shift = press.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return [mod ? 'mod' : '', shift ? 'shift' : '', key].filter(Boolean).join('+');
}

/** Keys that every scrolling or choosing widget uses for itself. */
const WIDGET_KEYS = new Set(['arrowup', 'arrowdown', 'home', 'end', 'pageup', 'pagedown', 'enter', ' ']);

/** Where the focus is, as far as a chord depends on it. */
export interface FocusPlace {
  /** In an input, an editor, a list that is searched by typing: anything that takes characters. */
  readonly typing: boolean;
  /** On the list of captures, or nowhere. */
  readonly listOrNowhere: boolean;
  /** In a dialog, a menu or the list of a select, which everything behind waits for. */
  readonly modal: boolean;
}

export function chordApplies(chord: string, place: FocusPlace): boolean {
  if (place.modal) return false;
  // Esc is no character, and a widget that closes or empties something with it has used it before it comes here.
  if (chord.startsWith('mod+') || chord === 'escape') return true;
  if (WIDGET_KEYS.has(chord)) return place.listOrNowhere;
  return !place.typing;
}

export function focusPlace(element: Element | null): FocusPlace {
  const inside = (selector: string): boolean => element?.closest(selector) != null;
  return {
    typing: inside(
      'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], .monaco-editor, [role="listbox"]:not([data-command-scope])',
    ),
    listOrNowhere: element === null || element === document.body || inside('[data-command-scope="list"]'),
    modal: inside('[role="dialog"], [role="alertdialog"], [role="menu"], .popover'),
  };
}
