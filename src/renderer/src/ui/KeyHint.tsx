import { keyNames } from './key-names.ts';
import { isMac } from './platform.ts';
import './KeyHint.css';

/** A shortcut as keys. `keys` is a chord of `commands/`: `mod+k`, `r`, `mod+shift+backspace`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span className="key-hint">
      {keyNames(keys, isMac).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
