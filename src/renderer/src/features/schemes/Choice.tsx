import type { ReactNode } from 'react';
import { Segmented } from '../../body/index.ts';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly hint?: ReactNode;
}

/** A choice among a few, under its label like any other field. */
export function Choice<T extends string>({ label, options, value, onChange, hint }: ChoiceProps<T>) {
  return (
    <div className="field">
      <span className="field-label" aria-hidden="true">
        {label}
      </span>
      <div>
        <Segmented label={label} options={options} value={value} onChange={onChange} />
      </div>
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
    </div>
  );
}
