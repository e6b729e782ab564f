import type { ReactNode } from 'react';
import { useId, useState } from 'react';

export interface FormSectionProps {
  readonly title: string;
  /** What the section asks, one sentence. */
  readonly about?: string;
  /** Beside the title: a switch. */
  readonly end?: ReactNode;
  readonly children?: ReactNode;
}

export function FormSection({ title, about, end, children }: FormSectionProps) {
  const id = useId();
  return (
    <section className="scheme-section" aria-labelledby={id}>
      <div className="scheme-section-head">
        <h3 id={id}>{title}</h3>
        {end}
      </div>
      {about === undefined ? null : <p className="field-hint">{about}</p>}
      {children}
    </section>
  );
}

/** Rarely needed fields, folded away unless one of them is in use. */
export function MoreFields({
  label,
  isUsed,
  children,
}: {
  readonly label: string;
  readonly isUsed: boolean;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(isUsed);
  return (
    <details className="scheme-more" open={isOpen || isUsed} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      <div className="scheme-more-fields">{children}</div>
    </details>
  );
}
