import { type Cell, cellsOf, kindOfPage, wholeRecord } from './cells.ts';
import type { DatabasePages } from './database-pages.ts';
import { fits, type SalvagedTable, type TableShape, type TableShapes } from './our-tables.ts';
import { type RecordValue, recordValues, serialTypes } from './record.ts';

/** Values by column. Columns that a later migration added are absent. */
export type FoundRow = Readonly<Record<string, RecordValue>>;

/** Tables that are large: of these only where their rows are. */
export type LargeTable = 'captures' | 'payloads' | 'replies' | 'attempts' | 'attempt_payloads';
const LARGE: ReadonlySet<SalvagedTable> = new Set<LargeTable>([
  'captures',
  'payloads',
  'replies',
  'attempts',
  'attempt_payloads',
]);

export interface FoundRows {
  /** Page by id. */
  readonly pageOf: Readonly<Record<LargeTable, ReadonlyMap<number, number>>>;
  readonly endpoints: readonly FoundRow[];
  readonly secrets: readonly FoundRow[];
  readonly values: readonly FoundRow[];
  readonly queue: readonly FoundRow[];
  /** Totals of the history by name (`counters`). */
  readonly totals: ReadonlyMap<string, number>;
  /** The highest id that a table ever had, by the table's name. */
  readonly highest: ReadonlyMap<string, number>;
}

export interface RowFinder {
  /** Looks through pages `first` to `last`. */
  look(first: number, last: number): void;
  readonly found: FoundRows;
  /** A row whole; null where it cannot be read to its end. */
  read(table: LargeTable, id: number): FoundRow | null;
}

/** Finds our rows page by page, by what they look like, wherever the tree that led to them is broken. */
export function createRowFinder(pages: DatabasePages, shapes: TableShapes): RowFinder {
  const pageOf: Record<LargeTable, Map<number, number>> = {
    captures: new Map(),
    payloads: new Map(),
    replies: new Map(),
    attempts: new Map(),
    attempt_payloads: new Map(),
  };
  const small: Record<'endpoints' | 'secrets' | 'named_values' | 'queue', FoundRow[]> = {
    endpoints: [],
    secrets: [],
    named_values: [],
    queue: [],
  };
  const totals = new Map<string, number>();
  const highest = new Map<string, number>();

  function lookAt(number: number): void {
    const found = pages.page(number);
    const kind = found === null ? null : kindOfPage(found);
    if (found === null || kind === null || pages.isFree(number)) return;
    // Reading a row's other pages would write over the page that is being looked through.
    const page = Buffer.from(pages.page(number) ?? found);
    for (const cell of cellsOf(page, pages.usableBytes)) {
      if (kind === 'table') noteRow(cell, number);
      else noteKeyed(cell);
    }
  }

  function noteRow(cell: Cell, page: number): void {
    const shape = shapeOf(shapes.rows, cell);
    if (shape === null || cell.rowId === null) return;
    if (isLarge(shape.name)) {
      pageOf[shape.name].set(cell.rowId, page);
      return;
    }
    const row = rowOf(shape, cell);
    if (row === null) return;
    if (shape.name === 'sqlite_sequence') noteNumber(highest, row.name, row.seq);
    else if (shape.name === 'endpoints' || shape.name === 'secrets') small[shape.name].push(row);
  }

  /** Indexes have records of similar looks; those of `counters` are known by their names, the others by their texts. */
  function noteKeyed(cell: Cell): void {
    const shape = shapeOf(shapes.keyed, cell);
    const row = shape === null ? null : rowOf(shape, cell);
    if (row === null) return;
    if (shape?.name === 'counters') noteNumber(totals, row.name, row.value);
    else if (shape?.name === 'named_values' || shape?.name === 'queue') small[shape.name].push(row);
  }

  function rowOf(shape: TableShape, cell: Cell): FoundRow | null {
    const record = wholeRecord(cell, pages);
    const values = record === null ? null : recordValues(record);
    if (values === null) return null;
    const row: Record<string, RecordValue> = {};
    for (const [at, value] of values.entries()) {
      const column = shape.columns[at];
      if (column !== undefined) row[column.name] = column.isRowId ? cell.rowId : value;
    }
    return row;
  }

  /** Of each table the page that was read last: rows are asked for in the order of their ids, in which they lie. */
  const lastRead = new Map<LargeTable, { readonly number: number; readonly cells: ReadonlyMap<number, Cell> }>();
  function cellsOn(table: LargeTable, number: number): ReadonlyMap<number, Cell> {
    const held = lastRead.get(table);
    if (held?.number === number) return held.cells;
    const found = pages.page(number);
    const cells = new Map<number, Cell>();
    if (found !== null) {
      for (const cell of cellsOf(Buffer.from(found), pages.usableBytes)) {
        if (cell.rowId !== null) cells.set(cell.rowId, cell);
      }
    }
    lastRead.set(table, { number, cells });
    return cells;
  }

  return {
    look(first, last) {
      for (let number = first; number <= Math.min(last, pages.count); number++) lookAt(number);
    },
    found: {
      pageOf,
      endpoints: small.endpoints,
      secrets: small.secrets,
      values: small.named_values,
      queue: small.queue,
      totals,
      highest,
    },
    read(table, id) {
      const number = pageOf[table].get(id);
      const shape = shapes.rows.find(({ name }) => name === table);
      if (number === undefined || shape === undefined) return null;
      const cell = cellsOn(table, number).get(id);
      return cell === undefined ? null : rowOf(shape, cell);
    },
  };
}

function isLarge(name: SalvagedTable): name is LargeTable {
  return LARGE.has(name);
}

/** By the part of the record that stands in the page, which has its head: heads are short, and that part is at least 489 bytes. */
function shapeOf(shapes: readonly TableShape[], { local }: Cell): TableShape | null {
  const types = serialTypes(local);
  return (types === null ? undefined : shapes.find((shape) => fits(shape, types))) ?? null;
}

function noteNumber(numbers: Map<string, number>, name: RecordValue | undefined, value: RecordValue | undefined): void {
  if (typeof name === 'string' && typeof value === 'number') numbers.set(name, Math.max(value, numbers.get(name) ?? 0));
}
