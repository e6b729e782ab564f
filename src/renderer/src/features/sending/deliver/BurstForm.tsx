import { Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import { span } from '../../../../../core/signature/span.ts';
import { Button, Select, TextField } from '../../../ui/index.ts';
import { type BurstChoices, readBurst } from './choices.ts';
import { repeatOptions } from './PolicyFields.tsx';
import type { ReadPolicy } from './policy-form.ts';

export interface BurstFormProps {
  readonly burst: BurstChoices;
  readonly onChange: (burst: BurstChoices) => void;
  /** Whose deadline and TLS rule the requests have. */
  readonly read: ReadPolicy;
  readonly isSigned: boolean;
  readonly isStarting: boolean;
  readonly isRunning: boolean;
  readonly onStart: () => void;
  /** What came of it. */
  readonly children: ReactNode;
}

/** How many requests, how many at a time, and what they have in common. */
export function BurstForm(props: BurstFormProps) {
  const { burst, onChange, read, isSigned, isStarting, isRunning, onStart, children } = props;
  const { problems } = readBurst(burst);
  const options = repeatOptions(isSigned);
  return (
    <>
      <div className="deliver-head">
        <div className="deliver-start">
          <Button
            variant="primary"
            size="small"
            icon={<Zap size={13} />}
            isBusy={isStarting}
            isDisabled={read.policy === null || problems !== null || isRunning}
            onPress={onStart}
          >
            Send burst
          </Button>
        </div>
        <p className="deliver-schedule">
          {read.policy === null
            ? 'Correct the marked fields of the delivery.'
            : `Each has ${span(read.policy.deadlineMs)} for its reply. The summary is kept, and the first ten failures to look at.`}
        </p>
      </div>
      <div className="deliver-result">{children}</div>
      <div className="deliver-fields">
        <div className="policy-fields">
          <TextField
            label="Requests"
            inputMode="numeric"
            mono
            value={burst.count}
            onChange={(count) => onChange({ ...burst, count })}
            error={problems?.count ?? null}
            onSubmit={onStart}
          />
          <TextField
            label="At a time"
            inputMode="numeric"
            mono
            value={burst.concurrency}
            onChange={(concurrency) => onChange({ ...burst, concurrency })}
            error={problems?.concurrency ?? null}
            onSubmit={onStart}
          />
          <Select
            className="policy-wide"
            label="Each request is"
            value={burst.repeat}
            onChange={(id) => onChange({ ...burst, repeat: options.find((one) => one.id === id)?.id ?? burst.repeat })}
            options={options}
          />
        </div>
      </div>
    </>
  );
}
