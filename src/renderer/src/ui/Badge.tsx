import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './Badge.css';

export type Tone = 'neutral' | 'accent' | 'ok' | 'fail' | 'warn';

/** A short word or a count on a tinted ground. The tone only repeats what the word says. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={classNames('badge', `tone-${tone}`)}>{children}</span>;
}
