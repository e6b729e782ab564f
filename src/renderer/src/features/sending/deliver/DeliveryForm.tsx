import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { scheduleWords } from '../../../../../core/deliver/next-attempt.ts';
import type { ProviderPolicy } from '../../../../../core/deliver/provider-policy.ts';
import { speeds } from '../../../../../core/deliver/speed.ts';
import { Segmented } from '../../../body/index.ts';
import { Button } from '../../../ui/index.ts';
import type { DeliverChoices } from './choices.ts';
import { PolicyFields } from './PolicyFields.tsx';
import type { PolicyForm, ReadPolicy } from './policy-form.ts';

export interface DeliveryFormProps {
  readonly choices: DeliverChoices;
  readonly onChange: (patch: Partial<DeliverChoices>) => void;
  readonly known: ProviderPolicy;
  /** The provider's policy with what was changed of it. */
  readonly form: PolicyForm;
  readonly read: ReadPolicy;
  readonly isSigned: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
  /** What came of it: between the button and the fields for the keyboard, and on the screen where there is little room. */
  readonly children: ReactNode;
}

/** The policy of a delivery, prefilled with the provider's, and how fast its waits pass. */
export function DeliveryForm(props: DeliveryFormProps) {
  const { choices, onChange, known, form, read, isSigned, isStarting, onStart, children } = props;
  const { changed, speed } = choices;
  return (
    <>
      <div className="deliver-head">
        <div className="deliver-start">
          <Button
            variant="primary"
            size="small"
            isBusy={isStarting}
            isDisabled={read.policy === null}
            onPress={onStart}
          >
            Deliver
          </Button>
          <span className="deliver-label">Speed</span>
          <Segmented
            label="Speed of the waits"
            value={String(speed)}
            onChange={(next) => onChange({ speed: speeds.find((one) => String(one) === next) ?? 1 })}
            options={speeds.map((one) => ({ id: String(one), label: `${one}×` }))}
          />
          <span className="deliver-space" />
          {Object.keys(changed).length === 0 ? null : (
            <Button
              size="small"
              variant="quiet"
              icon={<RotateCcw size={13} />}
              onPress={() => onChange({ changed: {} })}
            >
              Reset
            </Button>
          )}
        </div>
        <p className="deliver-schedule">
          {read.policy === null ? 'Correct the marked fields.' : `${capital(scheduleWords(read.policy))}.`}
          {speed === 1 || read.policy === null
            ? ''
            : ` Waits are ${speed}× faster; the deadline of ${form.deadline} s is never compressed.`}
        </p>
      </div>
      <div className="deliver-result">{children}</div>
      <div className="deliver-fields">
        <PolicyFields
          form={form}
          problems={read.problems ?? {}}
          onChange={(patch) => onChange({ changed: { ...changed, ...patch } })}
          maxDeadlineMs={known.maxDeadlineMs}
          maxAttempts={known.maxAttempts}
          isSigned={isSigned}
        />
        {known.notes.length === 0 ? null : (
          <ul className="deliver-notes" aria-label="What is not known">
            {known.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
