import { memo } from 'react';
import type { CaptureSummary } from '../../../../core/capture.ts';
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
  /** Names of schemes by id. */
  readonly schemeNames: ReadonlyMap<string, string>;
}

/** One capture. Memoised: a new capture moves rows by their transform only, and repaints none of them. */
export const CaptureRow = memo(function CaptureRow({
  id,
  top,
  index,
  count,
  isSelected,
  layout,
  schemeNames,
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
          <Cell column={column} row={row} layout={layout} schemeNames={schemeNames} />
        </span>
      ))}
    </div>
  );
});

interface CellProps {
  readonly column: ColumnId;
  readonly row: CaptureSummary;
  readonly layout: RowLayout;
  readonly schemeNames: ReadonlyMap<string, string>;
}

function Cell({ column, row, layout, schemeNames }: CellProps) {
  switch (column) {
    case 'verdict':
      return <VerdictMark kind={verdictKind(row)} reason={layout.withReason ? verdictReason(row) : null} />;
    case 'method':
      return <HostileText bytes>{row.method}</HostileText>;
    case 'path':
      return <Path row={row} chars={layout.pathChars} />;
    case 'event':
      return <HostileText>{row.eventType ?? ''}</HostileText>;
    case 'scheme': {
      const scheme = row.verdicts[0]?.scheme ?? null;
      return scheme === null ? null : (schemeNames.get(scheme) ?? scheme);
    }
    case 'status':
      return <StatusChip status={row.replyStatus} />;
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

function Path({ row, chars }: { readonly row: CaptureSummary; readonly chars: number }) {
  if (row.kind === 'malformed' && row.target === '') return <em>{row.malformed?.message}</em>;
  const text = visibleByteString(row.target);
  return (
    <bdi dir="ltr" title={text.length > chars ? middleTruncated(text, 400) : undefined}>
      {middleTruncated(text, chars)}
    </bdi>
  );
}

function Size({ row }: { readonly row: CaptureSummary }) {
  const bytes = row.kind === 'malformed' ? row.rawBytes : row.bodyBytes;
  if (row.completeness === 'complete') return formatBytes(bytes);
  const truncated = row.completeness === 'truncated';
  return (
    <span
      className="capture-cut"
      title={truncated ? 'Cut at the body limit' : 'The sender left before the end of the request'}
    >
      {truncated ? '≥' : '⊘'} {formatBytes(bytes)}
      <span className="visually-hidden">{truncated ? ', cut at the body limit' : ', not sent to its end'}</span>
    </span>
  );
}
