import type { ReactNode } from 'react';
import './evidence.css';

/** One part of what is told about a signature, under a small heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="signature-section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
