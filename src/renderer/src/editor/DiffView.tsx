import { lazy, Suspense } from 'react';
import './editor.css';

const MonacoDiff = lazy(() => import('./MonacoDiff.tsx'));

export interface DiffViewProps {
  readonly original: string;
  readonly modified: string;
  /** What the two are, read out: "Received body". */
  readonly originalLabel: string;
  readonly modifiedLabel: string;
}

/** Two captured texts with their differences marked, read-only, invisible characters written out. Of a few KiB up to 64. */
export function DiffView(props: DiffViewProps) {
  return (
    <Suspense fallback={<div className="monaco-diff-wait" />}>
      <MonacoDiff {...props} />
    </Suspense>
  );
}
