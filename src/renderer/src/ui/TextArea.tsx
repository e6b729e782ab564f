import { TextArea as Area, TextField as AriaTextField } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { AriaFieldFrame, type AriaFieldProps, ariaField } from './Field.tsx';

export interface TextAreaProps extends AriaFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly mono?: boolean;
}

export function TextArea({ value, onChange, onBlur, placeholder, rows = 4, mono = false, ...field }: TextAreaProps) {
  return (
    <AriaTextField
      {...ariaField(field)}
      value={value}
      onChange={onChange}
      autoComplete="off"
      spellCheck="false"
      {...(onBlur ? { onBlur: () => onBlur() } : {})}
    >
      <AriaFieldFrame {...field}>
        <Area
          className={classNames('input', mono && 'mono')}
          rows={rows}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
      </AriaFieldFrame>
    </AriaTextField>
  );
}
