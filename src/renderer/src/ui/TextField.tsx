import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Input, Label, Text } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './Field.css';

export interface TextFieldProps {
  readonly label: string;
  /** The label is read out but not shown. */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Enter. */
  readonly onSubmit?: () => void;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'url' | 'datetime-local';
  readonly inputMode?: 'text' | 'numeric' | 'url';
  readonly mono?: boolean;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** Stands behind the input: a unit, a button. */
  readonly suffix?: ReactNode;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  hideLabel = false,
  value,
  onChange,
  onBlur,
  onSubmit,
  hint,
  error,
  placeholder,
  type = 'text',
  inputMode = 'text',
  mono = false,
  isDisabled = false,
  isRequired = false,
  autoFocus = false,
  maxLength,
  suffix,
  className,
  inputRef,
}: TextFieldProps) {
  return (
    <AriaTextField
      className={classNames('field', className)}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      isRequired={isRequired}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      type={type}
      inputMode={inputMode}
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      autoFocus={autoFocus}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(onBlur ? { onBlur: () => onBlur() } : {})}
      {...(hideLabel ? { 'aria-label': label } : {})}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onSubmit) onSubmit();
        else event.continuePropagation();
      }}
    >
      {hideLabel ? null : <Label className="field-label">{label}</Label>}
      <span className="input-row">
        <Input
          className={classNames('input', mono && 'mono')}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        {suffix}
      </span>
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
