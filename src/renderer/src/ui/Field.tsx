import type { ReactNode } from 'react';
import { useId } from 'react';
import { Label, Text } from 'react-aria-components';
import { classNames } from './class-names.ts';
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

/** What every field of React Aria's takes. */
export interface AriaFieldProps {
  readonly label: string;
  /** The label is read out but not shown. */
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** The props of the field itself. */
export function ariaField({ label, hideLabel = false, error, isDisabled = false, className }: AriaFieldProps) {
  return {
    className: classNames('field', className),
    isDisabled,
    isInvalid: Boolean(error),
    validationBehavior: 'aria' as const,
    ...(hideLabel ? { 'aria-label': label } : {}),
  };
}

type AriaFieldFrameProps = AriaFieldProps & { readonly children: ReactNode };

/** What stands in it around its control, which React Aria ties to it. */
export function AriaFieldFrame({ label, hideLabel = false, hint, error, children }: AriaFieldFrameProps) {
  return (
    <>
      {hideLabel ? null : <Label className="field-label">{label}</Label>}
      {children}
      {error ? (
        <Text slot="errorMessage" className="field-error">
          {error}
        </Text>
      ) : null}
      {hint ? (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      ) : null}
    </>
  );
}
