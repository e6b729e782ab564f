import { Check, ChevronDown, Search } from 'lucide-react';
import {
  Select as AriaSelect,
  Autocomplete,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  SelectValue,
  useFilter,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import { AriaFieldFrame, type AriaFieldProps, ariaField } from './Field.tsx';
import './Select.css';

export interface SelectOption {
  readonly id: string;
  readonly label: string;
  /** Second line, dimmed. */
  readonly hint?: string;
}

export interface SelectProps extends AriaFieldProps {
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly options: readonly SelectOption[];
  /** A search box over the options: for more than about ten. */
  readonly searchable?: boolean;
  readonly placeholder?: string;
  readonly size?: 'small' | 'medium';
}

export function Select({
  value,
  onChange,
  options,
  searchable = false,
  placeholder = 'Choose…',
  size = 'medium',
  ...field
}: SelectProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const list = (
    <ListBox
      className="select-list"
      items={options}
      renderEmptyState={() => <p className="select-nothing">Nothing matches.</p>}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={`${option.label} ${option.id}`} className="select-option">
          {({ isSelected }) => (
            <>
              <span className="select-check">{isSelected ? <Check size={14} /> : null}</span>
              <span className="select-option-text">
                <span>{option.label}</span>
                {option.hint === undefined ? null : <span className="select-option-hint">{option.hint}</span>}
              </span>
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
  return (
    <AriaSelect
      {...ariaField(field)}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      placeholder={placeholder}
    >
      <AriaFieldFrame {...field}>
        <Button className={classNames('input', 'select-button', size === 'small' && 'select-small')}>
          <SelectValue className="select-value">
            {({ isPlaceholder, defaultChildren }) =>
              isPlaceholder ? defaultChildren : (options.find((option) => option.id === value)?.label ?? value)
            }
          </SelectValue>
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
      </AriaFieldFrame>
      <Popover className="popover select-popover" offset={4}>
        {searchable ? (
          <Autocomplete filter={contains}>
            <SearchField className="select-search" aria-label={`Search: ${field.label}`} autoFocus>
              <Search size={14} aria-hidden="true" />
              <Input role="combobox" aria-expanded="true" placeholder="Search" />
            </SearchField>
            {list}
          </Autocomplete>
        ) : (
          list
        )}
      </Popover>
    </AriaSelect>
  );
}
