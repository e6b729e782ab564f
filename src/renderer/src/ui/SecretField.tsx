import { Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Button } from './Button.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import './Field.css';
import './SecretField.css';

export interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint: string;
  readonly error: string | null;
  readonly autoFocus?: boolean;
  /** Enter, in a text of one line that is not the beginning of a key in several. */
  readonly onSubmit?: () => void;
}

/**
 * Takes a secret without showing it. A text area, since public keys and certificates have several lines, which a password
 * input would join. Shift+Enter begins a new line anywhere, Enter where a text has several already.
 */
export function SecretField({ label, value, onChange, hint, error, autoFocus = false, onSubmit }: SecretFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || hasLines(value)) return;
    // A line end could not be seen in a hidden text, and would count as part of the secret.
    event.preventDefault();
    onSubmit?.();
  };
  const padded = value !== value.trim() && value.trim() !== '';
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <span className="secret-field">
        <textarea
          id={id}
          className={classNames('input mono', !shown && 'secret-hidden')}
          rows={value.includes('\n') ? 5 : 1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          aria-describedby={`${id}-about`}
          aria-invalid={error !== null}
          spellCheck={false}
          autoComplete="off"
          // Where it is set, the dialog was opened to enter this.
          // biome-ignore lint/a11y/noAutofocus: see above.
          autoFocus={autoFocus}
        />
        <IconButton
          label={shown ? 'Hide the secret' : 'Show the secret'}
          icon={shown ? <EyeOff size={15} /> : <Eye size={15} />}
          isPressed={shown}
          onPress={() => setShown(!shown)}
        />
      </span>
      <div id={`${id}-about`} aria-live="polite">
        {error === null ? null : <p className="field-error">{error}</p>}
        {padded ? (
          <p className="secret-padded">
            It begins or ends with white space, which counts as part of the secret.
            <Button size="small" onPress={() => onChange(value.trim())}>
              Remove it
            </Button>
          </p>
        ) : null}
        <p className="field-hint">{hint}</p>
      </div>
    </div>
  );
}

/** Of several lines already, or about to be: what begins as PEM does. */
function hasLines(text: string): boolean {
  return text.includes('\n') || text.trimStart().startsWith('-----BEGIN');
}
