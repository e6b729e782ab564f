import type { Repeat } from '../../../../../core/deliver/policy.ts';
import { Checkbox, Select, TextArea, TextField } from '../../../ui/index.ts';
import type { PolicyForm, PolicyProblems } from './policy-form.ts';

export interface PolicyFieldsProps {
  readonly form: PolicyForm;
  readonly problems: PolicyProblems;
  readonly onChange: (patch: Partial<PolicyForm>) => void;
  /** What can be set at the provider; null: nothing is said of it. */
  readonly maxDeadlineMs: number | null;
  readonly maxAttempts: number | null;
  readonly isSigned: boolean;
}

/** Every field of a delivery policy. */
export function PolicyFields({ form, problems, onChange, maxDeadlineMs, maxAttempts, isSigned }: PolicyFieldsProps) {
  const text = (field: 'deadline' | 'attempts' | 'list' | 'first' | 'factor' | 'longest' | 'success' | 'retried') => ({
    value: form[field],
    onChange: (value: string) => onChange({ [field]: value }),
    error: problems[field] ?? null,
    mono: true,
  });
  return (
    <div className="policy-fields">
      <TextField
        label="Deadline (s)"
        inputMode="numeric"
        {...text('deadline')}
        {...(maxDeadlineMs === null ? {} : { hint: `${maxDeadlineMs / 1000} s at most` })}
      />
      <TextField
        label="Attempts"
        inputMode="numeric"
        {...text('attempts')}
        {...(maxAttempts === null ? {} : { hint: `${maxAttempts} at most` })}
      />
      <Select
        label="Waits"
        value={form.waits}
        onChange={(kind) => onChange({ waits: kind === 'list' ? 'list' : 'exponential' })}
        options={[
          { id: 'list', label: 'Listed' },
          { id: 'exponential', label: 'Growing' },
        ]}
      />
      {form.waits === 'list' ? (
        <TextField
          className="policy-wide"
          label="Waits between attempts (s)"
          placeholder="1, 2, 60"
          {...text('list')}
        />
      ) : (
        <div className="policy-wide policy-row">
          <TextField label="First wait (s)" inputMode="numeric" {...text('first')} />
          <TextField label="Times" inputMode="numeric" {...text('factor')} />
          <TextField label="Longest (s)" inputMode="numeric" placeholder="none" {...text('longest')} />
        </div>
      )}
      <TextField label="Success" {...text('success')} />
      <TextField className="policy-two" label="Sends again after" placeholder="nothing" {...text('retried')} />
      <Select
        className="policy-wide"
        label="The next attempt is"
        value={form.repeat}
        onChange={(id) => onChange({ repeat: repeatOptions(isSigned).find((one) => one.id === id)?.id ?? form.repeat })}
        options={repeatOptions(isSigned)}
      />
      <div className="policy-wide policy-checks">
        <Checkbox isSelected={form.retriesNoReply} onChange={(retriesNoReply) => onChange({ retriesNoReply })}>
          Sends again without a reply in time
        </Checkbox>
        <Checkbox isSelected={form.verifyTls} onChange={(verifyTls) => onChange({ verifyTls })}>
          Verifies TLS certificates
        </Checkbox>
      </div>
      <TextField
        className="policy-wide"
        label="Reply body"
        placeholder="any"
        value={form.replyBody}
        onChange={(replyBody) => onChange({ replyBody })}
        error={problems.replyBody ?? null}
      />
      <TextArea
        className="policy-wide"
        label="Custom headers"
        rows={2}
        mono
        placeholder="X-Tenant: 42"
        value={form.headers}
        onChange={(headers) => onChange({ headers })}
        error={problems.headers ?? null}
      />
    </div>
  );
}

export function repeatOptions(isSigned: boolean): readonly { readonly id: Repeat; readonly label: string }[] {
  return isSigned
    ? [
        { id: 'fresh-signature', label: 'signed anew, with the same delivery id' },
        { id: 'new-id', label: 'signed anew, with a new delivery id' },
        { id: 'same-bytes', label: 'the same bytes' },
      ]
    : [
        { id: 'same-bytes', label: 'the same bytes' },
        { id: 'fresh-signature', label: 'the same: it is not signed' },
        { id: 'new-id', label: 'not signed, with a new delivery id' },
      ];
}
