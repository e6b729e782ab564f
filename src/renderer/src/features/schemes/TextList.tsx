import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton, TextField } from '../../ui/index.ts';

export interface TextListProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly errorOf: (index: number) => string | null;
  /** What one more is: "header name". */
  readonly what: string;
  /** As many stay. */
  readonly least: number;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  /** Right below the texts. */
  readonly below?: ReactNode;
}

/** Texts of which there is usually one. */
export function TextList({ label, values, onChange, errorOf, what, least, placeholder, hint, below }: TextListProps) {
  const nameOf = (index: number) => (index === 0 ? label : `${label} ${index + 1}`);
  return (
    <div className="field">
      {values.length > 0 ? null : (
        <span className="field-label" aria-hidden="true">
          {label}
        </span>
      )}
      {values.map((value, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: the texts have no other identity, and none keeps state.
          key={index}
          label={nameOf(index)}
          hideLabel={index > 0}
          mono
          value={value}
          onChange={(text) => onChange(values.with(index, text))}
          error={errorOf(index)}
          {...(placeholder === undefined ? {} : { placeholder })}
          suffix={
            values.length > least ? (
              <IconButton
                label={`Remove ${nameOf(index)}`}
                icon={<X size={14} />}
                onPress={() => onChange(values.toSpliced(index, 1))}
              />
            ) : null
          }
        />
      ))}
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
      {below}
      <div>
        <Button size="small" variant="quiet" icon={<Plus size={13} />} onPress={() => onChange([...values, ''])}>
          {values.length === 0 ? `Add a ${what}` : `Add another ${what}`}
        </Button>
      </div>
    </div>
  );
}
