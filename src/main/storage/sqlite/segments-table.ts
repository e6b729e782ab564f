import type { DatabaseSync } from 'node:sqlite';
import type { IdRange } from '../search/segment-format.ts';
import { number, type Row, text } from './columns.ts';
import type { MadeSegment, Segment, WriterCalls } from './protocol.ts';

export function segmentWrites(db: DatabaseSync): Pick<WriterCalls, 'putSegment' | 'dropSegments'> {
  const drop = db.prepare('DELETE FROM search_segments WHERE name IN (SELECT value FROM json_each(?))');
  const named = db.prepare(`SELECT first, last FROM search_segments
    WHERE name IN (SELECT value FROM json_each(?)) ORDER BY first`);
  const any = db.prepare('SELECT 1 FROM captures WHERE id BETWEEN ? AND ? LIMIT 1');
  const replace = db.prepare('DELETE FROM search_segments WHERE first <= ? AND last >= ?');
  const insert = db.prepare('INSERT INTO search_segments (first, last, rows, name) VALUES (?, ?, ?, ?)');
  const events = db.prepare(`INSERT OR IGNORE INTO event_captures
    SELECT event_type, id FROM captures WHERE id BETWEEN ? AND ? AND event_type IS NOT NULL`);
  const contents = contentsOf(db);

  /** Whether the parts are still those and nothing lies between them. A capture that comes late takes the part away into which it comes. */
  function areParts({ first, last }: IdRange, names: readonly string[]): boolean {
    const parts = named.all(JSON.stringify(names));
    const ends = [first - 1, ...parts.map((row) => number(row, 'last'))];
    const begins = [...parts.map((row) => number(row, 'first')), last + 1];
    const isEmpty = (from: number, to: number): boolean => from > to || any.get(from, to) === undefined;
    return parts.length === names.length && ends.every((end, at) => isEmpty(end + 1, (begins[at] ?? 0) - 1));
  }

  /** What came meanwhile is not in the segment. */
  function isOfToday({ first, last, rows, of }: MadeSegment): boolean {
    if (of.kind === 'parts') return areParts({ first, last }, of.names);
    const now = contents({ first, last });
    return now.rows === rows && now.idSum === of.idSum;
  }

  return {
    putSegment(made) {
      if (!isOfToday(made)) return false;
      const { first, last, rows, name, of } = made;
      // They never overlap.
      replace.run(last, first);
      insert.run(first, last, rows, name);
      // Those of its parts are known.
      if (of.kind === 'captures') events.run(first, last);
      return true;
    },
    dropSegments(names) {
      drop.run(JSON.stringify(names));
    },
  };
}

/** How many captures a range holds, and their ids summed up: two numbers that hardly stay when the captures change. */
export function contentsOf(db: DatabaseSync): (range: IdRange) => { readonly rows: number; readonly idSum: number } {
  const count = db.prepare('SELECT count(*) AS rows, total(id) AS id_sum FROM captures WHERE id BETWEEN ? AND ?');
  return ({ first, last }) => {
    const row = count.get(first, last) ?? {};
    return { rows: number(row, 'rows'), idSum: number(row, 'id_sum') };
  };
}

/** Gives the segments that have any of the ids, in ascending order. */
export function segmentReads(db: DatabaseSync): (range: IdRange) => readonly Segment[] {
  const select = db.prepare(
    'SELECT first, last, rows, name FROM search_segments WHERE first <= ? AND last >= ? ORDER BY first',
  );
  return ({ first, last }) => select.all(last, first).map(segmentOf);
}

function segmentOf(row: Row): Segment {
  return {
    first: number(row, 'first'),
    last: number(row, 'last'),
    rows: number(row, 'rows'),
    name: text(row, 'name'),
  };
}
