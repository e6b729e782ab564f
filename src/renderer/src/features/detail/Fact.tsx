import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/index.ts';

export interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly mono?: boolean;
  /** What the copy button copies; absent: no button. */
  readonly copy?: string;
}

/** One line of a list of facts. */
export function Fact({ name, children, mono = false, copy }: FactProps) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>
        <span className="fact-value">{children}</span>
        {copy === undefined ? null : <CopyButton text={copy} label={`Copy the ${name.toLowerCase()}`} />}
      </dd>
    </div>
  );
}
