import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import './Segmented.css';

export interface SegmentedProps<T extends string> {
  /** What is chosen, read out. */
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly label: string; readonly isDisabled?: boolean }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice among a few views of one thing; arrow keys move. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <ToggleButtonGroup
      className="segmented"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className="segment" isDisabled={option.isDisabled ?? false}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
