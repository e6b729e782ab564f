import { SavedTextField } from '../../ui/index.ts';
import { fromUnit, inUnit } from './units.ts';

export interface NumberSettingProps {
  readonly label: string;
  /** As stored, and its limits as stored. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Shown behind the field; stored values are `scale` times what is shown. */
  readonly unit?: string;
  readonly scale?: number;
  readonly hint?: string;
  readonly save: (value: number) => Promise<string | null>;
}

export function NumberSetting({ label, value, min, max, unit, scale = 1, hint, save }: NumberSettingProps) {
  return (
    <SavedTextField
      label={unit === undefined ? label : `${label} (${unit})`}
      className="settings-number"
      inputMode="numeric"
      mono
      value={inUnit(value, scale)}
      save={async (text) => {
        const parsed = fromUnit(text, scale, min, max);
        return typeof parsed === 'string' ? parsed : save(parsed);
      }}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
