import type { CaptureSummary } from '../../../../core/capture.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import {
  CopyButton,
  formatDuration,
  formatMoment,
  HostileText,
  StatusChip,
  TimeAgo,
  VerdictMark,
} from '../../ui/index.ts';

/** What came, whether it holds, when, and what was answered. */
export function DetailHeader({ row }: { readonly row: CaptureSummary }) {
  return (
    <header className="detail-header">
      <div className="detail-line">
        {row.target === '' ? (
          <h2 className="detail-target">No readable request line</h2>
        ) : (
          <>
            <span className="detail-method mono">
              <HostileText bytes>{row.method}</HostileText>
            </span>
            <h2 className="detail-target mono">
              <HostileText bytes>{row.target}</HostileText>
            </h2>
            <CopyButton text={row.target} label="Copy the request target" />
          </>
        )}
      </div>
      <div className="detail-line detail-about">
        <RowVerdict row={row} />
        <span className="detail-facts">
          <span title={formatMoment(row.receivedAt)}>
            <TimeAgo at={row.receivedAt} />
          </span>
          {row.replyStatus === null ? (
            <span>not answered yet</span>
          ) : (
            <span>
              answered <StatusChip status={row.replyStatus} />
              {row.replyMs === null ? null : ` in ${formatDuration(row.replyMs)}`}
            </span>
          )}
          <span className="detail-id">#{row.id}</span>
        </span>
      </div>
    </header>
  );
}

function RowVerdict({ row }: { readonly row: CaptureSummary }) {
  if (row.kind === 'malformed') return <VerdictMark kind="malformed" size="heading" />;
  const [verdict] = row.verdicts;
  if (verdict === undefined) return <VerdictMark kind="pending" size="heading" />;
  // The mark writes "Failed" itself; the words' label is "Failed: reason".
  const isPlain = verdict.status === 'verified' && verdict.warning === undefined;
  const reason = isPlain ? null : verdictWords(verdict).label.replace(/^[^:]*: /, '');
  return <VerdictMark kind={verdict.status} reason={reason} size="heading" />;
}
