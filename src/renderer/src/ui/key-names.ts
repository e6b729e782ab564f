/** A key chord in the words of the user's system, a part an entry: `mod+shift+backspace` is ⌘ ⇧ ⌫ or Ctrl Shift Backspace. */
export function keyNames(chord: string, mac: boolean): readonly string[] {
  return chord.split('+').map((part) => keyName(part, mac));
}

const MAC: Record<string, string> = {
  mod: '⌘',
  ctrl: '⌃',
  shift: '⇧',
  alt: '⌥',
  backspace: '⌫',
  enter: '↩',
  escape: 'esc',
};
const OTHER: Record<string, string> = {
  mod: 'Ctrl',
  ctrl: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  backspace: 'Backspace',
  enter: 'Enter',
};
const BOTH: Record<string, string> = {
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

function keyName(part: string, mac: boolean): string {
  return (mac ? MAC[part] : OTHER[part]) ?? BOTH[part] ?? part.toUpperCase();
}
