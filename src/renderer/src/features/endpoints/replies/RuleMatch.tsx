import type { ReactNode } from 'react';
import type { RuleConditions, TextTest } from '../../../../../core/reply/reply-settings.ts';
import { Select, type SelectOption, TextField } from '../../../ui/index.ts';
import type { AnyVerdict, HeaderTest, RuleForm, RuleProblems } from './rule-form.ts';

export interface RulePartProps {
  readonly form: RuleForm;
  readonly problems: RuleProblems;
  readonly onChange: (part: Partial<RuleForm>) => void;
}

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
  return (
    <fieldset className="rule-part">
      <legend>When all of this holds</legend>
      <p className="field-hint">What is empty holds for every request.</p>
      <Condition name="Method">
        <TextField
          label="Method"
          hideLabel
          mono
          placeholder="any"
          value={form.method}
          onChange={(method) => onChange({ method })}
          error={problems.method ?? null}
        />
      </Condition>
      <Condition name="Path">
        <Choice
          label="How the path is compared"
          value={form.pathHow}
          options={textTests}
          onChange={(pathHow) => onChange({ pathHow })}
        />
        <TextField
          label="Path"
          hideLabel
          mono
          placeholder="any"
          value={form.path}
          onChange={(path) => onChange({ path })}
          error={problems.path ?? null}
        />
      </Condition>
      <Condition name="Header">
        <TextField
          label="Name of the header"
          hideLabel
          mono
          placeholder="any"
          value={form.headerName}
          onChange={(headerName) => onChange({ headerName })}
          error={problems.headerName ?? null}
        />
        <Choice
          label="How the header is compared"
          value={form.headerHow}
          options={headerTests}
          onChange={(headerHow) => onChange({ headerHow })}
        />
        {form.headerHow === 'present' ? null : (
          <TextField
            label="Value of the header"
            hideLabel
            mono
            placeholder="Value"
            value={form.headerText}
            onChange={(headerText) => onChange({ headerText })}
          />
        )}
      </Condition>
      <Condition name="JSON body">
        <TextField
          label="Place in the JSON body"
          hideLabel
          mono
          placeholder="any, or data.object.id"
          value={form.jsonPath}
          onChange={(jsonPath) => onChange({ jsonPath })}
          error={problems.jsonPath ?? null}
        />
        <span className="rule-is">is</span>
        <TextField
          label="Value in the JSON body"
          hideLabel
          mono
          placeholder="Value"
          value={form.jsonEquals}
          onChange={(jsonEquals) => onChange({ jsonEquals })}
        />
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
