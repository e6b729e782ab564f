import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Diagnosis } from '../../../../core/diagnosis/diagnosis.ts';
import { Badge, Button, visibleText } from '../../ui/index.ts';
import { CauseEvidence } from './CauseEvidence.tsx';
import { causeNames } from './diagnosis-words.ts';

/** Something that can be done about a cause at the press of a button. */
export interface CauseAction {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** Settles when it is done or was refused, which it has then said. */
  readonly run: () => Promise<void>;
}

export interface DiagnosisCardProps {
  readonly diagnosis: Diagnosis;
  readonly isFirst: boolean;
  readonly actions: readonly CauseAction[];
  /** More to press, behind the actions. */
  readonly children?: ReactNode;
}

/** One cause: what happened, what shows it, what to do. All but the first are a line until they are opened. */
export function DiagnosisCard({ diagnosis, isFirst, actions, children }: DiagnosisCardProps) {
  const [isOpen, setOpen] = useState(isFirst);
  const id = useId();
  const { causes, confidence, message, fix, evidence } = diagnosis;
  const isProved = confidence === 'proved';
  return (
    <li className="cause" data-confidence={confidence}>
      <button
        type="button"
        className="cause-head"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <ChevronDown size={14} aria-hidden="true" /> : <ChevronRight size={14} aria-hidden="true" />}
        <Badge tone={isProved ? 'ok' : 'warn'}>{isProved ? 'Proved' : 'Likely'}</Badge>
        <span className="cause-message">
          {isProved ? 'Cause: ' : null}
          {visibleText(message)}
        </span>
        <span className="cause-names">{causes.map((cause) => causeNames[cause]).join(' + ')}</span>
      </button>
      <div className="cause-body" id={id} hidden={!isOpen}>
        {isOpen ? (
          <>
            <p className="cause-fix">
              <strong>What to do</strong> {visibleText(fix)}
            </p>
            <CauseEvidence evidence={evidence} />
            <div className="cause-actions">
              {actions.map((action, index) => (
                <ActionButton key={action.id} action={action} isPrimary={index === 0 && isFirst && isProved} />
              ))}
              {children}
            </div>
          </>
        ) : null}
      </div>
    </li>
  );
}

function ActionButton({ action, isPrimary }: { readonly action: CauseAction; readonly isPrimary: boolean }) {
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await action.run();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      variant={isPrimary ? 'primary' : 'plain'}
      icon={action.icon}
      isBusy={isBusy}
      onPress={() => void run()}
    >
      {action.label}
    </Button>
  );
}
