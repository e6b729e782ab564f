import type { DatabaseSync } from 'node:sqlite';
import { number } from './columns.ts';

/** Captures that are visible and hidden, bytes of captures and attempts together, attempts. */
export type CounterName = 'visible' | 'hidden' | 'bytes' | 'attempts';

/** Totals of the history. Changes of a transaction are summed up and written once, at its end. */
export interface Counters {
  add(name: CounterName, by: number): void;
  /** With the changes of the transaction under way. */
  get(name: CounterName): number;
  /** Writes the changes; call it before the commit. */
  write(): void;
  /** Forgets the changes, after a rollback. */
  forget(): void;
}

export function createCounters(db: DatabaseSync): Counters {
  const change = db.prepare('UPDATE counters SET value = value + ? WHERE name = ?');
  const select = db.prepare('SELECT value FROM counters WHERE name = ?');
  const pending = new Map<CounterName, number>();
  return {
    add(name, by) {
      pending.set(name, (pending.get(name) ?? 0) + by);
    },
    get(name) {
      return readCounter(select.get(name)) + (pending.get(name) ?? 0);
    },
    write() {
      for (const [name, by] of pending) if (by !== 0) change.run(by, name);
      pending.clear();
    },
    forget() {
      pending.clear();
    },
  };
}

export function readCounter(row: ReturnType<ReturnType<DatabaseSync['prepare']>['get']>): number {
  if (row === undefined) throw new Error('a counter is missing');
  return number(row, 'value');
}
