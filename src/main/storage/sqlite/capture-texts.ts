import type { DatabaseSync } from 'node:sqlite';
import type { HeaderList } from '../../../core/http/headers.ts';
import { BODY } from './capture-columns.ts';
import { blob, number, parsed, type Row } from './columns.ts';

/** Bodies up to this come with the rows of a step; larger ones one at a time. */
const INLINE_BYTES = 16_384;

/** What of a stored capture a text filter looks at, but for the event type. */
export interface CaptureTexts {
  /** What a query has to select from `tables` for the functions below. */
  readonly columns: string;
  readonly tables: string;
  /** The header list and the trailers as they are stored: JSON in UTF-8. */
  headerJson(row: Row): readonly [Uint8Array, Uint8Array];
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
    columns: `captures.id, captures.method, captures.target, captures.event_type,
      CAST(payloads.headers AS BLOB) AS headers, CAST(payloads.trailers AS BLOB) AS trailers, ${size} AS content_bytes, CASE WHEN ${size} <= ${INLINE_BYTES} THEN ${searched} END AS bytes`,
    tables,
    headerJson: (row) => [blob(row, 'headers'), blob(row, 'trailers')],
    headers: (row) => headerList(row, 'headers'),
    trailers: (row) => headerList(row, 'trailers'),
    content(row) {
      if (row.bytes instanceof Uint8Array) return row.bytes;
      const found = large.get(number(row, 'id'));
      return found === undefined ? null : blob(found, 'bytes');
    },
    contentBytes: (row) => number(row, 'content_bytes'),
  };
}

/** Only this program writes these columns, from header lists. */
function headerList(row: Row, column: string): HeaderList {
  const bytes = blob(row, column);
  return parsed<HeaderList>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), column);
}
