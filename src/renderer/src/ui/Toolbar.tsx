import type { ReactNode } from 'react';
import { Toolbar as AriaToolbar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './Toolbar.css';

export interface ToolbarProps {
  /** What its controls act on, read out. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A row of controls: one tab stop, arrow keys move inside. Put no text input in it: it needs the arrow keys itself. */
export function Toolbar({ label, children, className }: ToolbarProps) {
  return (
    <AriaToolbar className={classNames('toolbar', className)} aria-label={label}>
      {children}
    </AriaToolbar>
  );
}
