import type { ReactNode } from 'react';
import { useId } from 'react';
import './Field.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  /** Gets the ids to put on the control: `id`, and `aria-describedby`. */
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ReactNode;
}

/** Label, hint and error around a control that brings none of its own. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const describedBy = `${id}-about`;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy })}
      <FieldNotes id={describedBy} hint={hint} error={error} />
    </div>
  );
}

interface FieldNotesProps {
  readonly id?: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
}

export function FieldNotes({ id, hint, error }: FieldNotesProps) {
  return (
    <div className="field-notes" id={id} aria-live="polite">
      {error ? <p className="field-error">{error}</p> : null}
      {hint ? <p className="field-hint">{hint}</p> : null}
    </div>
  );
}
