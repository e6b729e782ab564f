import type { ReactNode } from 'react';
import type { RuleConditions, TextTest } from '../../../../../core/reply/reply-settings.ts';
import { Select, type SelectOption, TextField } from '../../../ui/index.ts';
import type { AnyVerdict, HeaderTest, RuleForm, RuleProblems } from './rule-form.ts';

export interface RulePartProps {
  readonly form: RuleForm;
  readonly problems: RuleProblems;
  readonly onChange: (part: Partial<RuleForm>) => void;
}

/** The texts of a rule that are compared with what came. */
type TextFieldName = 'method' | 'path' | 'headerName' | 'headerText' | 'jsonPath' | 'jsonEquals';

const textTests: readonly (SelectOption & { readonly id: TextTest['how'] })[] = [
  { id: 'equals', label: 'is' },
  { id: 'begins-with', label: 'begins with' },
  { id: 'contains', label: 'contains' },
  { id: 'glob', label: 'matches', hint: '* is any text' },
];

const headerTests: readonly (SelectOption & { readonly id: HeaderTest })[] = [
  ...textTests,
  { id: 'present', label: 'is there' },
];

const verdicts: readonly (SelectOption & { readonly id: AnyVerdict })[] = [
  { id: 'any', label: 'any' },
  { id: 'verified', label: 'verified' },
  { id: 'failed', label: 'failed' },
  { id: 'unchecked' satisfies NonNullable<RuleConditions['verdict']>, label: 'not checked' },
];

/** What has to hold for a rule to answer. What is left empty holds for every request. */
export function RuleMatch({ form, problems, onChange }: RulePartProps) {
  const text = (name: TextFieldName, label: string, placeholder = 'any') => (
    <TextField
      label={label}
      hideLabel
      mono
      placeholder={placeholder}
      value={form[name]}
      onChange={(value) => onChange({ [name]: value })}
      error={problems[name] ?? null}
    />
  );
  return (
    <fieldset className="rule-part">
      <legend>When all of this holds</legend>
      <p className="field-hint">What is empty holds for every request.</p>
      <Condition name="Method">{text('method', 'Method')}</Condition>
      <Condition name="Path">
        <Choice
          label="How the path is compared"
          value={form.pathHow}
          options={textTests}
          onChange={(pathHow) => onChange({ pathHow })}
        />
        {text('path', 'Path')}
      </Condition>
      <Condition name="Header">
        {text('headerName', 'Name of the header')}
        <Choice
          label="How the header is compared"
          value={form.headerHow}
          options={headerTests}
          onChange={(headerHow) => onChange({ headerHow })}
        />
        {form.headerHow === 'present' ? null : text('headerText', 'Value of the header', 'Value')}
      </Condition>
      <Condition name="JSON body">
        {text('jsonPath', 'Place in the JSON body', 'any, or data.object.id')}
        <span className="rule-is">is</span>
        {text('jsonEquals', 'Value in the JSON body', 'Value')}
      </Condition>
      <Condition name="Signature">
        <Choice
          label="The signature"
          value={form.verdict}
          options={verdicts}
          onChange={(verdict) => onChange({ verdict })}
        />
      </Condition>
    </fieldset>
  );
}

/** Its name and its fields on one line. */
function Condition({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="rule-condition">
      <span className="rule-condition-name" aria-hidden="true">
        {name}
      </span>
      {children}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (SelectOption & { readonly id: T })[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      hideLabel
      className="rule-how"
      value={value}
      options={options}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    />
  );
}
