import { useEffect, useRef } from 'react';
import { useNavigation } from '../../store/context.tsx';
import type { SettingsField } from '../../store/navigation.ts';
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
  /** The name that leads to it from elsewhere. */
  readonly field?: SettingsField;
  readonly save: (value: number) => Promise<string | null>;
}

export function NumberSetting({ label, value, min, max, unit, scale = 1, hint, field, save }: NumberSettingProps) {
  const input = useRef<HTMLInputElement>(null);
  const isAsked = useNavigation((state) => field !== undefined && state.settingsField === field);
  const focused = useNavigation((state) => state.focusedSettingsField);
  useEffect(() => {
    if (!isAsked) return;
    input.current?.scrollIntoView({ block: 'center' });
    input.current?.select();
    focused();
  }, [isAsked, focused]);
  return (
    <SavedTextField
      label={unit === undefined ? label : `${label} (${unit})`}
      className="settings-number"
      inputMode="numeric"
      mono
      inputRef={input}
      value={inUnit(value, scale)}
      save={async (text) => {
        const parsed = fromUnit(text, scale, min, max);
        return typeof parsed === 'string' ? parsed : save(parsed);
      }}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
