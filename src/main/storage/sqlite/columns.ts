import type { SQLOutputValue } from 'node:sqlite';
import { hexOf, latin1Text } from '../../../core/bytes.ts';

/** A row as node:sqlite gives it. The functions below read one column as what the schema says it is. */
export type Row = Record<string, SQLOutputValue>;

/** A column does not hold what the schema says it does. Only this program writes them: the file is damaged where SQLite did not notice. */
export class UnreadableColumn extends Error {
  /** `what`: never a value, which may be anybody's. */
  constructor(column: string, what: string) {
    super(`column ${column} ${what}`);
  }
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(column, value);
  return value;
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw unexpected(column, value);
  return value;
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw unexpected(column, value);
  return value;
}

/** A string from the wire. */
export function byteString(row: Row, column: string): string {
  return latin1Text(blob(row, column));
}

export function hex(row: Row, column: string): string {
  return hexOf(blob(row, column));
}

/**
 * A column of JSON. Its shape is the caller's word: only this program writes these columns, from values of that type,
 * and a change of such a type comes with a migration. Throws for what is no JSON, in words that a log may have.
 */
export function json<T>(row: Row, column: string): T {
  return parsed<T>(text(row, column), column);
}

/** The same of a column that was read in another way. */
export function parsed<T>(value: string, column: string): T {
  try {
    return JSON.parse(value) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own words quote what it read, and a header may be a credential.
    throw new UnreadableColumn(column, 'is not valid JSON');
  }
}

export function orNull<T>(read: (row: Row, column: string) => T, row: Row, column: string): T | null {
  return row[column] === null ? null : read(row, column);
}

/** A word of a closed set that only this program writes; checked, since the type is narrower than the column. */
export function oneOf<T extends string>(words: readonly T[], row: Row, column: string): T {
  const value = row[column];
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw unexpected(column, value);
  return word;
}

function unexpected(column: string, value: unknown): Error {
  return new UnreadableColumn(column, `holds ${value === undefined || value === null ? 'nothing' : typeof value}`);
}
