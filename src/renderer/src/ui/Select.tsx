import { Check, ChevronDown, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Autocomplete,
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  SelectValue,
  Text,
  useFilter,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import './Field.css';
import './Select.css';

export interface SelectOption {
  readonly id: string;
  readonly label: string;
  /** Second line, dimmed. */
  readonly hint?: string;
}

export interface SelectProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly options: readonly SelectOption[];
  /** A search box over the options: for more than about ten. */
  readonly searchable?: boolean;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly isDisabled?: boolean;
  readonly size?: 'small' | 'medium';
  readonly className?: string;
}

export function Select({
  label,
  hideLabel = false,
  value,
  onChange,
  options,
  searchable = false,
  placeholder = 'Choose…',
  hint,
  error,
  isDisabled = false,
  size = 'medium',
  className,
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
      className={classNames('field', className)}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      placeholder={placeholder}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {hideLabel ? null : <Label className="field-label">{label}</Label>}
      <Button className={classNames('input', 'select-button', size === 'small' && 'select-small')}>
        <SelectValue className="select-value">
          {({ isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : (options.find((option) => option.id === value)?.label ?? value)
          }
        </SelectValue>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
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
      <Popover className="popover select-popover" offset={4}>
        {searchable ? (
          <Autocomplete filter={contains}>
            <SearchField className="select-search" aria-label={`Search: ${label}`} autoFocus>
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
