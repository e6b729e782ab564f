import { Eye, EyeOff } from 'lucide-react';
import { useId, useState } from 'react';
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
}

/**
 * Takes a secret without showing it. A text area, since public keys and certificates have several lines, which a password
 * input would join.
 */
export function SecretField({ label, value, onChange, hint, error, autoFocus = false }: SecretFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
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
