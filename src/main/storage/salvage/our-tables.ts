import { DatabaseSync } from 'node:sqlite';
import { number, text } from '../sqlite/columns.ts';
import { MIGRATIONS } from '../sqlite/migrations.ts';

export type SalvagedTable =
  | 'captures'
  | 'payloads'
  | 'replies'
  | 'attempts'
  | 'attempt_payloads'
  | 'endpoints'
  | 'secrets'
  | 'named_values'
  | 'counters'
  | 'queue'
  | 'sqlite_sequence';

const ROW_TABLES = ['captures', 'payloads', 'replies', 'attempts', 'attempt_payloads', 'endpoints', 'secrets'] as const;
/** WITHOUT ROWID: their rows lie in pages of the kind that indexes have. */
const KEYED_TABLES = ['named_values', 'counters', 'queue'] as const;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  /** It is the row's number, and the record has NULL in its place. */
  readonly isRowId: boolean;
}

/** What the records of a table look like. The page that says which page belongs to which table may be the damaged one. */
export interface TableShape {
  readonly name: SalvagedTable;
  readonly columns: readonly Column[];
  /** Rows from before a migration added columns have fewer values. */
  readonly fewest: number;
}

export interface TableShapes {
  readonly rows: readonly TableShape[];
  readonly keyed: readonly TableShape[];
}

/** By building every released schema in memory: the shapes follow the migrations by themselves. */
export function ourTables(): TableShapes {
  const db = new DatabaseSync(':memory:');
  try {
    const fewest = new Map<SalvagedTable, number>();
    for (const step of MIGRATIONS) {
      db.exec(step);
      for (const name of [...ROW_TABLES, ...KEYED_TABLES]) {
        const { length } = columnsOf(db, name, false);
        if (length > 0 && !fewest.has(name)) fewest.set(name, length);
      }
    }
    const shape = (name: SalvagedTable, isKeyed: boolean): TableShape => ({
      name,
      columns: columnsOf(db, name, !isKeyed),
      fewest: fewest.get(name) ?? 0,
    });
    return {
      rows: [...ROW_TABLES.map((name) => shape(name, false)), SEQUENCE],
      keyed: KEYED_TABLES.map((name) => shape(name, true)),
    };
  } finally {
    db.close();
  }
}

/** https://www.sqlite.org/fileformat2.html#seqtab: where the highest id that a table ever had is kept. */
const SEQUENCE: TableShape = {
  name: 'sqlite_sequence',
  columns: [
    { name: 'name', type: 'TEXT', isNullable: false, isRowId: false },
    { name: 'seq', type: 'INTEGER', isNullable: false, isRowId: false },
  ],
  fewest: 2,
};

/** In the order of the record; the keys of our keyed tables are their first columns, which is that order. */
function columnsOf(db: DatabaseSync, table: string, hasRowId: boolean): readonly Column[] {
  return db
    .prepare('SELECT name, type, "notnull" AS strict, pk FROM pragma_table_info(?)')
    .all(table)
    .map((row) => ({
      name: text(row, 'name'),
      type: text(row, 'type'),
      isNullable: number(row, 'strict') === 0 && number(row, 'pk') === 0,
      isRowId: hasRowId && number(row, 'pk') === 1,
    }));
}

/** Whether a record whose values have these serial types can be a row of the table. */
export function fits({ columns, fewest }: TableShape, types: readonly number[]): boolean {
  if (types.length < fewest || types.length > columns.length) return false;
  return types.every((type, at) => {
    const column = columns[at];
    if (column === undefined) return false;
    if (column.isRowId) return type === 0;
    if (type === 0) return column.isNullable;
    if (column.type === 'TEXT') return type >= 13 && type % 2 === 1;
    if (column.type === 'BLOB') return type >= 12 && type % 2 === 0;
    // SQLite keeps a REAL that is a whole number as an integer.
    return type <= 9 && (column.type === 'REAL' || type !== 7);
  });
}
