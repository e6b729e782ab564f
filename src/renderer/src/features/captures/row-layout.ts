/** Which columns fit a list of some width, and how wide they are. */

export type ColumnId = 'verdict' | 'method' | 'path' | 'event' | 'scheme' | 'status' | 'size' | 'time';

export interface RowLayout {
  readonly columns: readonly ColumnId[];
  /** For `grid-template-columns`. */
  readonly template: string;
  /** Whether the verdict's column has room for its reason. */
  readonly withReason: boolean;
  /** Characters of the path's monospaced type that fit. */
  readonly pathChars: number;
}

export const columnTitles: Record<ColumnId, string> = {
  verdict: 'Verdict',
  method: 'Method',
  path: 'Path',
  event: 'Event',
  scheme: 'Scheme',
  status: 'Reply',
  size: 'Size',
  time: 'Time',
};

interface Column {
  readonly id: ColumnId;
  /** Pixels; the path takes what is left. */
  readonly width: number;
  /** Shown from this list width on. */
  readonly from: number;
}

/** From this list width on the verdict says its reason too. */
const REASON_FROM = 900;
const REASON_WIDTH = 220;

/** The verdict, the path and the time always stay; the rest go in the order in which they are missed least. */
const COLUMNS: readonly Column[] = [
  { id: 'verdict', width: 106, from: 0 },
  { id: 'method', width: 52, from: 0 },
  { id: 'path', width: 0, from: 0 },
  { id: 'event', width: 148, from: 640 },
  { id: 'scheme', width: 128, from: 800 },
  { id: 'status', width: 40, from: 0 },
  { id: 'size', width: 84, from: 500 },
  { id: 'time', width: 72, from: 0 },
];

const GAP = 8;
const PADDING = 12;
/** Width of one character of the monospaced type at 12.5 px, rounded up: DejaVu Sans Mono's 0.602 em is the widest listed. */
const CHAR_WIDTH = 7.6;

export function rowLayout(width: number): RowLayout {
  const withReason = width >= REASON_FROM;
  const shown = COLUMNS.filter((column) => width >= column.from).map((column) =>
    column.id === 'verdict' && withReason ? { ...column, width: REASON_WIDTH } : column,
  );
  const fixed = shown.reduce((sum, column) => sum + column.width, 0);
  const pathWidth = width - 2 * PADDING - fixed - GAP * (shown.length - 1);
  return {
    columns: shown.map((column) => column.id),
    template: shown.map((column) => (column.id === 'path' ? 'minmax(0, 1fr)' : `${column.width}px`)).join(' '),
    withReason,
    pathChars: Math.max(8, Math.floor(pathWidth / CHAR_WIDTH)),
  };
}
