import { Switch, TextField } from '../../ui/index.ts';
import { Choice } from './Choice.tsx';
import { futureRules, timestampPlaces, units } from './choices.ts';
import { FormSection, MoreFields } from './FormSection.tsx';
import { likelyHeaders } from './likely-headers.ts';
import type { SectionProps } from './SignatureSection.tsx';
import { Suggestions } from './Suggestions.tsx';

const nameFields = {
  header: { label: 'Timestamp header', placeholder: 'X-Acme-Timestamp' },
  signature: { label: 'Item’s name', placeholder: 't' },
  json: { label: 'Timestamp field', placeholder: 'meta.sent_at' },
} as const;

/** The moment of signing, which keeps old requests from being sent again. */
export function TimestampSection({ scheme: { form, set, errorOf }, selected }: SectionProps) {
  const field = nameFields[form.timestampIn];
  const suggested = form.timestampIn === 'header' ? likelyHeaders(selected, /time|date|stamp|-ts$|^ts$/i) : [];
  return (
    <FormSection
      title="Timestamp"
      {...(form.hasTimestamp ? {} : { about: 'Off: the sender sends no moment of signing, or it does not count.' })}
      end={
        <Switch
          isSelected={form.hasTimestamp}
          ariaLabel="Read a timestamp"
          onChange={(hasTimestamp) => set({ hasTimestamp })}
        />
      }
    >
      {form.hasTimestamp ? (
        <>
          <Choice
            label="Where it is"
            options={timestampPlaces}
            value={form.timestampIn}
            onChange={(timestampIn) => set({ timestampIn })}
          />
          <div className="field">
            <TextField
              label={field.label}
              placeholder={field.placeholder}
              mono
              value={form.timestampName}
              onChange={(timestampName) => set({ timestampName })}
              error={errorOf('timestampName')}
            />
            <Suggestions names={suggested} onChoose={(timestampName) => set({ timestampName })} />
          </div>
          <Choice label="Unit" options={units} value={form.unit} onChange={(unit) => set({ unit })} />
          <TextField
            label="Largest age (seconds)"
            className="scheme-short"
            inputMode="numeric"
            mono
            value={form.tolerance}
            onChange={(tolerance) => set({ tolerance })}
            error={errorOf('tolerance')}
            hint="Older requests fail. Empty: any age passes."
          />
          <MoreFields label="Ahead of this machine’s clock" isUsed={form.futureRule !== 'same'}>
            <Choice
              label="How far ahead it may be"
              options={futureRules}
              value={form.futureRule}
              onChange={(futureRule) => set({ futureRule })}
            />
            {form.futureRule === 'limit' ? (
              <TextField
                label="At most (seconds)"
                className="scheme-short"
                inputMode="numeric"
                mono
                value={form.future}
                onChange={(future) => set({ future })}
                error={errorOf('future')}
              />
            ) : null}
          </MoreFields>
        </>
      ) : null}
    </FormSection>
  );
}
