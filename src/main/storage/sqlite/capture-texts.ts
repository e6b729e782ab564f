import type { DatabaseSync } from 'node:sqlite';
import type { HeaderList } from '../../../core/http/headers.ts';
import { BODY } from './capture-columns.ts';
import { blob, json, number, type Row, text } from './columns.ts';

/** Bodies up to this come with the rows of a step (256 of them at most); larger ones one at a time. */
const INLINE_BYTES = 16_384;

/** What of a stored capture a text filter looks at, but for the event type. */
export interface CaptureTexts {
  /** What a query has to select from `tables` for the functions below. */
  readonly columns: string;
  readonly tables: string;
  headers(row: Row): HeaderList;
  trailers(row: Row): HeaderList;
  /** The body; of a malformed capture every byte. null: pruned since the row was read. */
  content(row: Row): Uint8Array | null;
  contentBytes(row: Row): number;
}

export function captureTexts(db: DatabaseSync): CaptureTexts {
  const searched = `CASE captures.kind WHEN 'malformed' THEN payloads.raw ELSE ${BODY} END`;
  const size = "CASE captures.kind WHEN 'malformed' THEN raw_bytes ELSE body_bytes END";
  const tables = 'captures JOIN payloads USING (id)';
  const large = db.prepare(`SELECT ${searched} AS bytes FROM ${tables} WHERE captures.id = ?`);
  return {
    columns: `captures.id, captures.method, captures.target, captures.event_type, payloads.headers, payloads.trailers,
      ${size} AS content_bytes, CASE WHEN ${size} <= ${INLINE_BYTES} THEN ${searched} END AS bytes`,
    tables,
    headers: (row) => json<HeaderList>(row, 'headers'),
    trailers: (row) => (text(row, 'trailers') === '[]' ? [] : json<HeaderList>(row, 'trailers')),
    content(row) {
      if (row.bytes instanceof Uint8Array) return row.bytes;
      const found = large.get(number(row, 'id'));
      return found === undefined ? null : blob(found, 'bytes');
    },
    contentBytes: (row) => number(row, 'content_bytes'),
  };
}
