import type { ReactNode } from 'react';
import type { Tone } from './Badge.tsx';
import { classNames } from './class-names.ts';
import './Badge.css';
import './StateDot.css';

export interface StateDotProps {
  readonly tone: Tone;
  /** The state in a word: the dot alone says nothing to many. */
  readonly children: ReactNode;
  /** Something is under way. */
  readonly isPulsing?: boolean;
}

export function StateDot({ tone, children, isPulsing = false }: StateDotProps) {
  return (
    <span className={classNames('state-dot', `tone-${tone}`)}>
      <span className={classNames('state-dot-point', isPulsing && 'state-dot-pulse')} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
