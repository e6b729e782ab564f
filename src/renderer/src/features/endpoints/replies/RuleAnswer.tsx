import { Segmented } from '../../../body/index.ts';
import { Select, Switch, TextArea, TextField } from '../../../ui/index.ts';
import { BodyTemplate } from './BodyTemplate.tsx';
import type { RulePartProps } from './RuleMatch.tsx';
import type { DelayUnit } from './rule-form.ts';

const units: readonly { readonly id: DelayUnit; readonly label: string }[] = [
  { id: 'ms', label: 'ms' },
  { id: 's', label: 'seconds' },
  { id: 'min', label: 'minutes' },
];

/** What a sender gets whose request a rule matched. */
export function RuleAnswer({ form, problems, onChange }: RulePartProps) {
  return (
    <fieldset className="rule-part">
      <legend>Then</legend>
      <div>
        <Segmented
          label="What the sender gets"
          value={form.kind}
          onChange={(kind) => onChange({ kind })}
          options={[
            { id: 'reply', label: 'Answer' },
            { id: 'reset', label: 'Reset the connection' },
            { id: 'reject-failed', label: 'Reject failed signatures' },
          ]}
        />
      </div>
      {form.kind === 'reject-failed' ? (
        <p className="field-hint">
          401 where the signature failed, as a handler that checks it would answer. Any other request goes on to the
          next rule.
        </p>
      ) : (
        <>
          <div className="rule-numbers">
            {form.kind === 'reply' ? (
              <TextField
                label="Status"
                mono
                inputMode="numeric"
                value={form.status}
                onChange={(status) => onChange({ status })}
                error={problems.status ?? null}
              />
            ) : null}
            <TextField
              label={form.kind === 'reply' ? 'After' : 'Reset after'}
              mono
              inputMode="numeric"
              placeholder="0"
              value={form.delay}
              onChange={(delay) => onChange({ delay })}
              error={problems.delay ?? null}
              suffix={
                <Select
                  label="Unit of the delay"
                  hideLabel
                  value={form.delayUnit}
                  options={units}
                  onChange={(id) => onChange({ delayUnit: units.find((unit) => unit.id === id)?.id ?? 's' })}
                />
              }
            />
          </div>
          {form.kind === 'reply' ? <ReplyParts form={form} problems={problems} onChange={onChange} /> : null}
        </>
      )}
    </fieldset>
  );
}

function ReplyParts({ form, problems, onChange }: RulePartProps) {
  return (
    <>
      <TextArea
        label="Headers"
        rows={2}
        mono
        value={form.headers}
        onChange={(headers) => onChange({ headers })}
        placeholder="Content-Type: application/json"
        error={problems.headers ?? null}
        hint="One a line. Content-Length and Date are added."
      />
      <BodyTemplate value={form.body} onChange={(body) => onChange({ body })} error={problems.body ?? null} />
      <div className="rule-slow">
        <Switch isSelected={form.isSlow} onChange={(isSlow) => onChange({ isSlow })}>
          Send the body slowly
        </Switch>
        {form.isSlow ? (
          <TextField
            label="Bytes a second"
            hideLabel
            mono
            inputMode="numeric"
            value={form.bytesPerSecond}
            onChange={(bytesPerSecond) => onChange({ bytesPerSecond })}
            error={problems.bytesPerSecond ?? null}
            suffix="bytes a second"
          />
        ) : null}
      </div>
    </>
  );
}
