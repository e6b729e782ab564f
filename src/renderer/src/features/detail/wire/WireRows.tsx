import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useRef, useState } from 'react';
import { Button, classNames, formatBytes, formatCount, formatCounted, isMac } from '../../../ui/index.ts';
import type { Wire } from './use-wire.ts';
import { partNames, partTones, type ShownPart } from './wire-layout.ts';
import { type WireRun, wireRuns } from './wire-runs.ts';

/** Pixels, as `.wire-row` says. */
const ROW = 20;

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface WireRowsProps {
  readonly wire: Wire;
  /** Of a capture left meanwhile, until the next one's bytes are here. */
  readonly isStale: boolean;
  readonly selected: ByteRange | null;
  /** Of whole rows. */
  readonly onSelect: (range: ByteRange | null) => void;
  readonly onCopy: (range: ByteRange) => void;
}

/** The rows as a grid with one tab stop: arrow keys move, Shift extends, Ctrl+A and Ctrl+C do what they do. */
export function WireRows({ wire, isStale, selected, onSelect, onCopy }: WireRowsProps) {
  const { bytes, layout, fault, isWhole } = wire;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  /** Where the selection began and where it was moved to: bytes, so that rows may be cut anew under it. */
  const [ends, setEnds] = useState<{ anchor: number; focus: number } | null>(null);
  const rows = useVirtualizer({
    count: layout.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = rows.getVirtualItems();
  const activeRow = ends === null ? -1 : layout.rowOfByte(ends.focus);
  const faultRow = fault === null ? -1 : layout.rowOfByte(Math.min(fault.at, bytes.length - 1));
  const faultIsShown = fault !== null && fault.at <= layout.end;

  // What is wrong is what one came to see.
  const firstFault = useRef(faultIsShown ? faultRow : -1);
  useEffect(() => {
    if (firstFault.current > 0) rows.scrollToIndex(firstFault.current, { align: 'center' });
  }, [rows]);

  const select = (anchor: number, focus: number) => {
    const [first, last] = anchor < focus ? [anchor, focus] : [focus, anchor];
    setEnds({ anchor: layout.row(anchor).start, focus: layout.row(focus).start });
    onSelect({ start: layout.row(first).start, end: layout.row(last).end });
  };
  const moveTo = (row: number, extend: boolean) => {
    if (layout.rowCount === 0) return;
    const to = Math.min(Math.max(row, 0), layout.rowCount - 1);
    select(extend && ends !== null ? layout.rowOfByte(ends.anchor) : to, to);
    rows.scrollToIndex(to, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const withMod = isMac ? event.metaKey : event.ctrlKey;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1);
    const steps: Record<string, number> = {
      ArrowUp: activeRow - 1,
      ArrowDown: activeRow + 1,
      PageUp: activeRow - page,
      PageDown: activeRow + page,
      Home: 0,
      End: layout.rowCount - 1,
    };
    const to = steps[event.key];
    if (to !== undefined && !withMod && !event.altKey) moveTo(to, event.shiftKey);
    else if (withMod && event.key === 'a' && layout.rowCount > 0) select(0, layout.rowCount - 1);
    else if (withMod && event.key === 'c' && selected !== null && isCollapsed()) onCopy(selected);
    else if (event.key === 'Escape' && selected !== null) {
      setEnds(null);
      onSelect(null);
    } else return;
    event.preventDefault();
  };
  const rowUnder = (event: MouseEvent): number | null => {
    const row = event.target instanceof Element ? event.target.closest('tr[data-row]') : null;
    return row instanceof HTMLElement && event.button === 0 ? Number(row.dataset.row) : null;
  };
  return (
    <div className={classNames('wire-lines', isStale && 'wire-stale')} inert={isStale}>
      {fault === null ? null : (
        <div className="wire-fault" role="status">
          <TriangleAlert size={13} aria-hidden="true" />
          <span>
            {fault.at < bytes.length ? `Byte ${formatCount(fault.at)}: ` : ''}
            {fault.words}
          </span>
          {faultIsShown ? (
            <Button size="small" variant="quiet" onPress={() => moveTo(faultRow, false)}>
              {fault.at < bytes.length ? 'Show the byte' : 'Show the end'}
            </Button>
          ) : null}
        </div>
      )}
      <div className="wire-scroller" ref={scroller}>
        <table
          className="wire-rows"
          style={{ height: rows.getTotalSize() }}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows can be selected, which makes a table a grid.
          role="grid"
          tabIndex={0}
          aria-label="Bytes as received"
          aria-multiselectable="true"
          aria-rowcount={layout.rowCount}
          {...(items.some(({ index }) => index === activeRow) ? { 'aria-activedescendant': `${id}-${activeRow}` } : {})}
          onKeyDown={onKeyDown}
          onMouseDown={(event) => {
            // Shift selects rows here, not text.
            if (event.shiftKey && rowUnder(event) !== null) event.preventDefault();
          }}
          onClick={(event) => {
            const row = rowUnder(event);
            if (row !== null && isCollapsed()) moveTo(row, event.shiftKey);
          }}
        >
          <tbody>
            {items.map((item) => {
              const { start, end } = layout.row(item.index);
              const isLast = isWhole && end === bytes.length;
              return (
                <Row
                  key={item.key}
                  id={`${id}-${item.index}`}
                  wire={wire}
                  index={item.index}
                  top={item.start}
                  start={start}
                  end={end}
                  isSelected={selected !== null && start >= selected.start && end <= selected.end}
                  isActive={item.index === activeRow}
                  endIsFault={isLast && fault?.at === bytes.length}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="wire-status" role="status">
        {selected === null ? 'No line selected.' : selectionWords(wire, selected)}
      </div>
    </div>
  );
}

function isCollapsed(): boolean {
  return document.getSelection()?.isCollapsed ?? true;
}

function selectionWords({ layout }: Wire, { start, end }: ByteRange): string {
  const first = layout.partOfByte(start);
  const last = layout.partOfByte(end - 1);
  const names =
    first.kind === last.kind ? partNames[first.kind] : `${partNames[first.kind]} to ${partNames[last.kind]}`;
  return `${names} · bytes ${formatCount(start)} to ${formatCount(end - 1)} · ${formatBytes(end - start)}`;
}

interface RowProps {
  readonly id: string;
  readonly wire: Wire;
  readonly index: number;
  readonly top: number;
  readonly start: number;
  readonly end: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly endIsFault: boolean;
}

/** Drawn anew only when it changes: scrolling by a row draws one. */
const Row = memo(function Row({ id, wire, index, top, start, end, isSelected, isActive, endIsFault }: RowProps) {
  const { bytes, layout, fault } = wire;
  const part = layout.partOfByte(start);
  const isFirst = part.start === start;
  const isNamed = isFirst && (index === 0 || part.kind !== layout.part(part.index - 1).kind);
  const segments = segmentsOf(wire, part, start, end);
  const faultHere = fault !== null && fault.at >= start && fault.at < end;
  return (
    <tr
      id={id}
      data-row={index}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      className={classNames(
        'wire-row',
        `wire-${partTones[part.kind]}`,
        isActive && 'wire-active',
        faultHere && 'wire-bad',
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td className={classNames('wire-name', !isNamed && 'wire-name-again')}>{partNames[part.kind]}</td>
      <td className="wire-bytes" dir="ltr">
        {segments.map((segment) => (
          <span key={segment.start} className={`wire-${partTones[segment.kind]}-bytes`}>
            {wireRuns(bytes, segment.start, segment.end, fault?.at ?? -1).map((run) => (
              <Run key={run.start} run={run} isStrict={segment.isStrict} />
            ))}
          </span>
        ))}
        {part.kind === 'chunk-size' && isFirst ? <ChunkNote wire={wire} part={part} /> : null}
        {endIsFault ? <mark className="wire-mark wire-end">ends here</mark> : null}
      </td>
    </tr>
  );
});

/** The pieces of a row by part: the line break after a chunk stands behind its data. */
function segmentsOf({ layout }: Wire, first: ShownPart, start: number, end: number) {
  const segments = [];
  let part = first;
  let at = start;
  while (at < end) {
    const segmentEnd = Math.min(part.end, end);
    const tone = partTones[part.kind];
    segments.push({ kind: part.kind, start: at, end: segmentEnd, isStrict: tone !== 'content' && tone !== 'odd' });
    at = segmentEnd;
    part = layout.part(part.index + 1);
  }
  return segments;
}

function Run({ run, isStrict }: { readonly run: WireRun; readonly isStrict: boolean }) {
  // In a body a line may end as its author likes, and nobody knows what bytes that were not read are.
  const isOdd = isStrict && run.kind === 'break' && run.text !== 'CR LF';
  const className = classNames(`wire-${run.kind}`, isOdd && 'wire-odd-break');
  if (run.isFault) return <mark className={classNames('wire-mark', className)}>{run.text}</mark>;
  return run.kind === 'text' ? run.text : <span className={className}>{run.text}</span>;
}

/** The size as a person reads it. */
function ChunkNote({ wire, part }: { readonly wire: Wire; readonly part: ShownPart }) {
  const data = wire.layout.part(part.index + 1);
  if (data.kind !== 'chunk-data') return null;
  const length = data.end - data.start;
  return <span className="wire-note">{formatCounted(length, 'byte')}</span>;
}
