import { ClockAlert, CornerDownLeft, RotateCw, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { CaptureSummary } from '../../../../core/capture.ts';
import { replyConcerns } from '../../../../core/signature/reply-check.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { useCaptures } from '../../store/context.tsx';
import {
  classNames,
  formatBytes,
  formatMoment,
  formatRowTime,
  HostileText,
  middleTruncated,
  StatusChip,
  VerdictMark,
  visibleByteString,
} from '../../ui/index.ts';
import type { ColumnId, RowLayout } from './row-layout.ts';
import { verdictKind, verdictReason } from './verdict-kind.ts';

export interface CaptureRowProps {
  readonly id: number;
  /** Distance from the top of the list, px. */
  readonly top: number;
  readonly index: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly layout: RowLayout;
  readonly schemes: ReadonlyMap<string, SchemeInfo>;
}

/** One capture. Memoised: a new capture moves rows by their transform only, and repaints none of them. */
export const CaptureRow = memo(function CaptureRow({
  id,
  top,
  index,
  count,
  isSelected,
  layout,
  schemes,
}: CaptureRowProps) {
  const row = useCaptures((state) => state.rows.get(id));
  if (row === undefined) return null;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its row by aria-activedescendant.
    <div
      role="option"
      id={`capture-${id}`}
      data-id={id}
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={classNames('capture-row', isSelected && 'capture-row-selected')}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: layout.template }}
    >
      {layout.columns.map((column) => (
        <span key={column} className={`capture-cell capture-${column}`}>
          <Cell column={column} row={row} layout={layout} schemes={schemes} />
        </span>
      ))}
    </div>
  );
});

interface CellProps {
  readonly column: ColumnId;
  readonly row: CaptureSummary;
  readonly layout: RowLayout;
  readonly schemes: ReadonlyMap<string, SchemeInfo>;
}

function Cell({ column, row, layout, schemes }: CellProps) {
  switch (column) {
    case 'verdict':
      return <RowVerdict row={row} withReason={layout.withReason} />;
    case 'method':
      return <HostileText bytes>{row.method}</HostileText>;
    case 'path':
      return <Path row={row} chars={layout.pathChars} />;
    case 'event':
      return <Event row={row} />;
    case 'scheme': {
      const scheme = row.verdicts[0]?.scheme ?? null;
      return scheme === null ? null : (schemes.get(scheme)?.name ?? scheme);
    }
    case 'status':
      return <Reply row={row} schemes={schemes} withLabel={!layout.columns.includes('event')} />;
    case 'size':
      return <Size row={row} />;
    case 'time':
      return (
        <time dateTime={new Date(row.receivedAt).toISOString()} title={formatMoment(row.receivedAt)}>
          {formatRowTime(row.receivedAt, Date.now())}
        </time>
      );
  }
}

/** What happened, and what answered where that was not the default reply. */
function Event({ row: { eventType, replyLabel } }: { readonly row: CaptureSummary }) {
  return (
    <>
      <HostileText>{eventType ?? ''}</HostileText>
      {replyLabel === null ? null : (
        <span className="capture-label" title={replyLabel}>
          {eventType === null ? '' : ' · '}
          {replyLabel}
        </span>
      )}
    </>
  );
}

function Path({ row, chars }: { readonly row: CaptureSummary; readonly chars: number }) {
  if (row.kind === 'malformed' && row.target === '') return <em>{row.malformed?.message}</em>;
  const text = visibleByteString(row.target);
  const isRetry = row.deliveryAttempt !== null && row.deliveryAttempt > 1;
  const isNarrow = chars < NARROW_CHARS;
  const room = isRetry ? Math.max(4, chars - (isNarrow ? 3 : 5)) : chars;
  return (
    <>
      <bdi dir="ltr" title={text.length > room ? middleTruncated(text, 400) : undefined}>
        {middleTruncated(text, room)}
      </bdi>
      {isRetry ? <Retry attempt={row.deliveryAttempt} withNumber={!isNarrow} /> : null}
    </>
  );
}

/** A path with less room keeps it: the mark of a retry then takes 3 of its characters and not 5, without the number. */
const NARROW_CHARS = 20;

function Retry({ attempt, withNumber }: { readonly attempt: number; readonly withNumber: boolean }) {
  const words = `retry ${attempt - 1} of the same delivery`;
  return (
    <span className="capture-retry" title={words}>
      <RotateCw size={11} aria-hidden="true" />
      {withNumber ? <span aria-hidden="true">{attempt - 1}</span> : null}
      <span className="visually-hidden">, {words}</span>
    </span>
  );
}

function RowVerdict({ row, withReason }: { readonly row: CaptureSummary; readonly withReason: boolean }) {
  const kind = verdictKind(row);
  const reason = verdictReason(row);
  const isWarning = kind === 'verified' && reason !== null;
  return (
    <>
      <VerdictMark kind={kind} reason={withReason ? reason : null} />
      {isWarning && !withReason ? (
        <span className="capture-warning" title={reason}>
          <TriangleAlert size={12} aria-hidden="true" />
          <span className="visually-hidden">: {reason}</span>
        </span>
      ) : null}
    </>
  );
}

interface ReplyProps extends Pick<CellProps, 'row' | 'schemes'> {
  /** Whether no other column says what answered. */
  readonly withLabel: boolean;
}

/** The status we answered with, and a quiet mark where the provider would have minded it, else of what answered. */
function Reply({ row, schemes, withLabel }: ReplyProps) {
  const [verdict] = row.verdicts;
  const scheme = verdict === undefined || verdict.scheme === null ? undefined : schemes.get(verdict.scheme);
  const reply = { status: row.replyStatus, ms: row.replyMs, verdict: verdict?.status };
  const concerns = scheme === undefined ? [] : replyConcerns(scheme.delivery, scheme.name, reply);
  const [first] = concerns;
  return (
    <>
      {withLabel && row.replyLabel !== null ? <Answered label={row.replyLabel} withMark={first === undefined} /> : null}
      {first === undefined ? null : (
        <span className="capture-concern" title={concerns.map(({ sentence }) => sentence).join(' ')}>
          {first.kind === 'late' ? (
            <ClockAlert size={11} aria-hidden="true" />
          ) : (
            <TriangleAlert size={11} aria-hidden="true" />
          )}
          <span className="visually-hidden">{concerns.map(({ short }) => short).join(', ')}: </span>
        </span>
      )}
      <StatusChip status={row.replyStatus} />
    </>
  );
}

/** One mark fits the column: the other one goes before it. */
function Answered({ label, withMark }: { readonly label: string; readonly withMark: boolean }) {
  return (
    <span className="capture-answered" title={label}>
      {withMark ? <CornerDownLeft size={11} aria-hidden="true" /> : null}
      <span className="visually-hidden">{label}: </span>
    </span>
  );
}

function Size({ row }: { readonly row: CaptureSummary }) {
  const bytes = row.kind === 'malformed' ? row.rawBytes : row.bodyBytes;
  if (row.completeness === 'complete') return formatBytes(bytes);
  const truncated = row.completeness === 'truncated';
  return (
    <span
      className="capture-cut"
      title={row.malformed?.message ?? (truncated ? 'Only its beginning was kept' : 'It did not come to its end')}
    >
      {truncated ? '≥' : '⊘'} {formatBytes(bytes)}
      <span className="visually-hidden">{truncated ? ', only its beginning was kept' : ', not sent to its end'}</span>
    </span>
  );
}
