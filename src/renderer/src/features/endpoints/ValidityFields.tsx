import { TextField } from '../../ui/index.ts';

export interface ValidityText {
  /** As `localMoment` writes them; empty: without that bound. */
  readonly from: string;
  readonly until: string;
}

export interface ValidityFieldsProps {
  readonly value: ValidityText;
  readonly onChange: (value: ValidityText) => void;
}

/** From when to when a secret is in use. Outside of it, it still verifies, with a warning. */
export function ValidityFields({ value, onChange }: ValidityFieldsProps) {
  return (
    <div className="secret-form-row">
      <TextField
        label="Valid from"
        type="datetime-local"
        value={value.from}
        onChange={(from) => onChange({ ...value, from })}
        hint="Empty: always was."
      />
      <TextField
        label="Valid until"
        type="datetime-local"
        value={value.until}
        onChange={(until) => onChange({ ...value, until })}
        hint="Afterwards requests it signed verify with a warning."
      />
    </div>
  );
}
