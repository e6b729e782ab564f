import type { ReactNode } from 'react';
import { TextArea as Area, TextField as AriaTextField, Label, Text } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './Field.css';

export interface TextAreaProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly mono?: boolean;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

export function TextArea({
  label,
  hideLabel = false,
  value,
  onChange,
  onBlur,
  hint,
  error,
  placeholder,
  rows = 4,
  mono = false,
  isDisabled = false,
  className,
}: TextAreaProps) {
  return (
    <AriaTextField
      className={classNames('field', className)}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      {...(onBlur ? { onBlur: () => onBlur() } : {})}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {hideLabel ? null : <Label className="field-label">{label}</Label>}
      <Area
        className={classNames('input', mono && 'mono')}
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
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
    </AriaTextField>
  );
}
