import { SplitPane } from '../../ui/index.ts';
import { AuditFields } from './AuditFields.tsx';
import { AuditResult } from './AuditResult.tsx';
import './audit.css';

/** Questions to a handler, its answers, and what to change in it. */
export function AuditView() {
  return (
    <SplitPane
      id="audit"
      label="Width of the settings"
      firstSize={30}
      firstMin={320}
      secondMin={480}
      first={<AuditFields />}
      second={<AuditResult />}
    />
  );
}
