import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import type { CheckReport, Severity } from '../../../../core/audit/audit.ts';
import { Badge, type Tone } from '../../ui/index.ts';

const marks = {
  pass: { word: 'Passed', Icon: CircleCheck },
  finding: { word: 'Finding', Icon: TriangleAlert },
  'not-applicable': { word: 'Not applicable', Icon: CircleMinus },
} as const;

/** The outcome as a symbol and its word; the colour only repeats them. */
export function OutcomeMark({ outcome }: { readonly outcome: CheckReport['outcome'] }) {
  const { word, Icon } = marks[outcome];
  return (
    <span className={`outcome-mark outcome-${outcome}`}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}

const tones: Record<Severity, Tone> = { high: 'fail', medium: 'warn', low: 'neutral' };

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return (
    <Badge tone={tones[severity]}>
      {severity}
      <span className="visually-hidden"> severity</span>
    </Badge>
  );
}
