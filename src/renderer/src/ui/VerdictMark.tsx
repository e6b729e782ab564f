import { CircleCheck, CircleDashed, CircleX, Hourglass, Zap } from 'lucide-react';
import { classNames } from './class-names.ts';
import './VerdictMark.css';

/** `pending`: stored, and not judged yet. */
export type VerdictMarkKind = 'verified' | 'failed' | 'unchecked' | 'malformed' | 'pending';

const marks = {
  verified: { word: 'Verified', Icon: CircleCheck },
  failed: { word: 'Failed', Icon: CircleX },
  unchecked: { word: 'Not checked', Icon: CircleDashed },
  malformed: { word: 'Malformed', Icon: Zap },
  pending: { word: 'Checking…', Icon: Hourglass },
} as const;

export interface VerdictMarkProps {
  readonly kind: VerdictMarkKind;
  /** The reason in words; shown behind the word as "Failed: …". */
  readonly reason?: string | null;
  readonly size?: 'row' | 'heading';
}

/** The verdict as a symbol and its word; the colour only repeats them. */
export function VerdictMark({ kind, reason, size = 'row' }: VerdictMarkProps) {
  const { word, Icon } = marks[kind];
  return (
    <span className={classNames('verdict-mark', `verdict-${kind}`, `verdict-${size}`)}>
      <Icon size={size === 'row' ? 14 : 18} aria-hidden="true" />
      <span className="verdict-word">
        {word}
        {reason ? `: ${reason}` : null}
      </span>
    </span>
  );
}
