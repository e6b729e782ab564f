import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { Segmented } from '../../body/index.ts';
import { useApp } from '../../store/context.tsx';
import { formatDuration, SecretField, Switch, TextField } from '../../ui/index.ts';
import { setForm } from './actions.ts';
import { useAudit } from './audit-store.ts';
import { hasVerifyToken } from './read-form.ts';

export interface ExpectationFieldsProps {
  readonly scheme: SchemeInfo;
  /** What is wrong with the deadline. */
  readonly problem: string | null;
}

/** What the user says of the handler; without it the audit goes by what is usual. */
export function ExpectationFields({ scheme, problem }: ExpectationFieldsProps) {
  const context = useApp();
  const form = useAudit((state) => state.form);
  const deadlineMs = scheme.delivery?.deadlineMs ?? null;
  return (
    <fieldset className="audit-expectations">
      <legend>Expectations</legend>
      <div className="field">
        <span className="field-label">A second copy of a delivery is</span>
        <Segmented
          label="A second copy of a delivery is"
          value={form.duplicates}
          onChange={(duplicates) => setForm(context, { duplicates })}
          options={[
            { id: 'accept', label: 'Accepted' },
            { id: 'reject', label: 'Refused' },
          ]}
        />
        <p className="field-hint">
          {form.duplicates === 'accept'
            ? 'With a success, as the first one, so that the provider stops sending it.'
            : 'With an error, as a replay.'}
        </p>
      </div>
      <TextField
        label="Replies within"
        className="audit-deadline"
        inputMode="numeric"
        placeholder={deadlineMs === null ? '10' : String(deadlineMs / 1000)}
        suffix={<span className="audit-unit">seconds</span>}
        value={form.deadline}
        onChange={(deadline) => setForm(context, { deadline })}
        error={problem}
        hint={
          deadlineMs === null
            ? 'How long this provider waits is not known: 10 s unless you say otherwise.'
            : `${scheme.name} waits ${formatDuration(deadlineMs)}.`
        }
      />
      {hasVerifyToken(scheme) ? (
        <SecretField
          label="Verify token"
          value={form.verifyToken}
          onChange={(verifyToken) => setForm(context, { verifyToken })}
          hint="What the handler was told to expect while the endpoint is set up. It is not stored; empty: not asked."
          error={null}
        />
      ) : null}
      <div className="field">
        <Switch isSelected={form.timing} onChange={(timing) => setForm(context, { timing })}>
          Look for a difference in time
        </Switch>
        <p className="field-hint">
          Sends hundreds of requests more and compares how long refusals take. Statistics over a network: a hint, never
          a proof.
        </p>
      </div>
    </fieldset>
  );
}
