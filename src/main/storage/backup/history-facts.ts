import type { DatabaseSync } from 'node:sqlite';
import { number } from '../sqlite/columns.ts';
import { schemaVersion } from '../sqlite/migrations.ts';

/** What a copy of a history is compared by, and what its user is told of it. */
export interface HistoryFacts {
  readonly version: number;
  /** Cleared ones that could still be brought back included. */
  readonly captures: number;
  readonly attempts: number;
  readonly endpoints: number;
  readonly secrets: number;
}

/** Throws `ForeignDatabase` for a file that is none of ours. */
export function historyFacts(db: DatabaseSync): HistoryFacts {
  const version = schemaVersion(db);
  const count = (table: 'captures' | 'attempts' | 'endpoints' | 'secrets'): number => {
    const row = version === 0 ? undefined : db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
    return row === undefined ? 0 : number(row, 'n');
  };
  return {
    version,
    captures: count('captures'),
    attempts: count('attempts'),
    endpoints: count('endpoints'),
    secrets: count('secrets'),
  };
}

export function sameFacts(one: HistoryFacts, other: HistoryFacts): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
