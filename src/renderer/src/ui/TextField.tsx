import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Input } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { AriaFieldFrame, type AriaFieldProps, ariaField } from './Field.tsx';

export interface TextFieldProps extends AriaFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Enter. */
  readonly onSubmit?: () => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'url' | 'datetime-local';
  readonly inputMode?: 'text' | 'numeric' | 'url';
  readonly mono?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** Stands behind the input: a unit, a button. */
  readonly suffix?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** For `inputRef`, of a field that begins with a suggestion: what is typed takes its place. */
export function selectText(input: HTMLInputElement | null): void {
  input?.select();
}

export function TextField({
  value,
  onChange,
  onBlur,
  onSubmit,
  placeholder,
  type = 'text',
  inputMode = 'text',
  mono = false,
  isRequired = false,
  autoFocus = false,
  maxLength,
  suffix,
  inputRef,
  ...field
}: TextFieldProps) {
  return (
    <AriaTextField
      {...ariaField(field)}
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      type={type}
      inputMode={inputMode}
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      autoFocus={autoFocus}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(onBlur ? { onBlur: () => onBlur() } : {})}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onSubmit) onSubmit();
        else event.continuePropagation();
      }}
    >
      <AriaFieldFrame {...field}>
        <span className="input-row">
          <Input
            className={classNames('input', mono && 'mono')}
            {...(placeholder === undefined ? {} : { placeholder })}
            {...(inputRef === undefined ? {} : { ref: inputRef })}
          />
          {suffix}
        </span>
      </AriaFieldFrame>
    </AriaTextField>
  );
}
