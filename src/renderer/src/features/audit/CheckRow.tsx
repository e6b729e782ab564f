import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { CheckReport } from '../../../../core/audit/audit.ts';
import { Badge, classNames, visibleText } from '../../ui/index.ts';
import { ExchangeList } from './ExchangeList.tsx';
import { OutcomeMark, SeverityBadge } from './OutcomeMark.tsx';

/** Characters of a message that stands beside the title where there is room; a longer one stands under it. */
const SHORT = 36;

export interface CheckRowProps {
  readonly run: string;
  readonly check: CheckReport;
  readonly isOpenAtFirst: boolean;
  /** Since the run before. */
  readonly change: 'fixed' | 'new' | null;
}

/** One question: its outcome and why; opened, what to change and everything that was sent for it. */
export function CheckRow({ run, check, isOpenAtFirst, change }: CheckRowProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const contentId = useId();
  const { id, title, outcome, message, exchanges } = check;
  const hasMore = exchanges.length > 0 || outcome === 'finding';
  const head = (
    <>
      {hasMore ? (
        isOpen ? (
          <ChevronDown size={14} aria-hidden="true" />
        ) : (
          <ChevronRight size={14} aria-hidden="true" />
        )
      ) : (
        <span className="audit-no-chevron" />
      )}
      <OutcomeMark outcome={outcome} />
      {outcome === 'finding' ? <SeverityBadge severity={check.severity} /> : null}
      <span className="audit-check-title">{title}</span>
      {change === null ? null : <Badge tone={change === 'fixed' ? 'ok' : 'warn'}>{change}</Badge>}
    </>
  );
  return (
    <li className="audit-check">
      <div className={classNames('audit-line', message.length <= SHORT && 'audit-line-short')}>
        {hasMore ? (
          <button
            type="button"
            className="audit-check-head"
            aria-expanded={isOpen}
            aria-controls={contentId}
            onClick={() => setOpen(!isOpen)}
          >
            {head}
          </button>
        ) : (
          <div className="audit-check-head">{head}</div>
        )}
        <p className="audit-message">{visibleText(message)}</p>
        <span className="audit-check-id mono">{id}</span>
      </div>
      <div className="audit-check-body" id={contentId} hidden={!isOpen || !hasMore}>
        {isOpen ? (
          <>
            {outcome === 'finding' ? (
              <p className="audit-fix">
                <strong>What to change</strong> {visibleText(check.fix)}
              </p>
            ) : null}
            <ExchangeList run={run} check={check} />
          </>
        ) : null}
      </div>
    </li>
  );
}
