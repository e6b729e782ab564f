import type { AuditExchange, CheckReport } from '../../../../core/audit/audit.ts';
import { explain } from '../../../../core/failure-words.ts';
import { useApp } from '../../store/context.tsx';
import { classNames, formatBytes, formatDuration, visibleText } from '../../ui/index.ts';
import { auditStore, type ExchangePlace, useAudit } from './audit-store.ts';

/** What was sent for a check, a line each; the chosen one is shown whole under the report. */
export function ExchangeList({ run, check }: { readonly run: string; readonly check: CheckReport }) {
  const { id, title, exchanges } = check;
  if (exchanges.length === 0) return null;
  return (
    <ul className="audit-exchanges" aria-label={`${title}: what was sent`}>
      {exchanges.map((exchange, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exchange has no identity but its place.
        <li key={index}>
          <ExchangeLine place={{ run, check: id, index }} exchange={exchange} />
        </li>
      ))}
    </ul>
  );
}

function ExchangeLine({ place, exchange }: { readonly place: ExchangePlace; readonly exchange: AuditExchange }) {
  const context = useApp();
  const isSelected = useAudit(({ selected }) => selected !== null && lineId(selected) === lineId(place));
  const { what, request, requestBytes, reply } = exchange;
  return (
    <button
      type="button"
      id={lineId(place)}
      className={classNames('audit-exchange', isSelected && 'audit-exchange-on')}
      aria-expanded={isSelected}
      onClick={() => auditStore(context).setState({ selected: isSelected ? null : place })}
    >
      <span className="audit-what">{visibleText(what)}</span>
      <span className="audit-sent">
        {visibleText(request.method)} {formatBytes(requestBytes)}
      </span>
      <span aria-hidden="true">→</span>
      <span className="audit-received">
        {reply.kind === 'replied' ? (
          <>
            <strong>{reply.status}</strong> {formatDuration(reply.durationMs)}
          </>
        ) : (
          <span title={explain(reply.failure).title}>no reply</span>
        )}
      </span>
    </button>
  );
}

/** Of the element: the focus goes back to it when what it opened is closed. */
export function lineId({ run, check, index }: ExchangePlace): string {
  return `${run}-${check}-${index}`;
}
