import { DatabaseSync } from 'node:sqlite';
import { orNull, text } from '../sqlite/columns.ts';
import { MIGRATIONS } from '../sqlite/migrations.ts';

/**
 * Whether the schema of a file is what our own migrations make of version `version`, and nothing else: no trigger, view or index of
 * anybody's that would run when we write (https://www.sqlite.org/security.html, "Untrusted SQLite Database Files").
 */
export function hasOurSchema(db: DatabaseSync, version: number): boolean {
  const ours = new DatabaseSync(':memory:');
  try {
    for (const step of MIGRATIONS.slice(0, version)) ours.exec(step);
    return schemaOf(db) === schemaOf(ours);
  } finally {
    ours.close();
  }
}

function schemaOf(db: DatabaseSync): string {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  return JSON.stringify(
    rows.map((row) => [
      text(row, 'type'),
      text(row, 'name'),
      text(row, 'tbl_name'),
      // SQLite keeps the statement as it was written, comments included.
      (orNull(text, row, 'sql') ?? '').replace(/--[^\n]*/g, ' ').replace(/\s+/g, ' '),
    ]),
  );
}
