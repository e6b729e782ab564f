import type { DatabaseSync } from 'node:sqlite';
import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { bytesHold, needleOf, needlesNotInHeaders } from '../../../core/filter/match.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { BODY } from './capture-columns.ts';
import { blob, json, number, type Row, text } from './columns.ts';

/** Bodies up to this come with the rows of a step (256 of them at most); larger ones one at a time. */
const INLINE_BYTES = 16_384;

/** Tells of one row at a time whether it is of the parts of a filter that no index decides: `path` and `texts`. */
export interface Search {
  /** What a query has to select from `tables` for `holds`. */
  readonly columns: string;
  readonly tables: string;
  holds(row: Row): boolean;
}

/** Whether rows have to be looked at one by one, which may take long. */
export function isSearch(filter: CaptureFilter): boolean {
  return filter.path !== undefined || (filter.texts ?? []).length > 0;
}

/** Gives the search of a filter. It says of stored bytes what `matchesFilter` says of a capture. */
export function createSearches(db: DatabaseSync): (filter: CaptureFilter) => Search {
  const searched = `CASE captures.kind WHEN 'malformed' THEN payloads.raw ELSE ${BODY} END`;
  const size = "CASE captures.kind WHEN 'malformed' THEN raw_bytes ELSE body_bytes END";
  const joined = 'captures JOIN payloads USING (id)';
  const large = db.prepare(`SELECT ${searched} AS bytes FROM ${joined} WHERE captures.id = ?`);

  function content(row: Row): Uint8Array | null {
    if (row.bytes instanceof Uint8Array) return row.bytes;
    const found = large.get(number(row, 'id'));
    // Pruned since the row was read.
    return found === undefined ? null : blob(found, 'bytes');
  }

  return ({ path, texts = [] }) => {
    const pathBytes = path === undefined ? null : latin1Bytes(needleOf(path));
    const needles = texts.map(needleOf);
    const bytesOf = new Map(needles.map((needle) => [needle, latin1Bytes(needle)]));
    const within = (bytes: Uint8Array, needle: string): boolean => {
      const wanted = bytesOf.get(needle);
      return wanted !== undefined && bytesHold(bytes, wanted);
    };
    const undecided = (row: Row): readonly string[] => {
      const event = row.event_type === null ? '' : needleOf(json<string>(row, 'event_type'));
      const shown = [blob(row, 'method'), blob(row, 'target')];
      const left = needles.filter((needle) => !event.includes(needle) && !shown.some((bytes) => within(bytes, needle)));
      if (left.length === 0) return left;
      const trailers = text(row, 'trailers') === '[]' ? [] : json<HeaderList>(row, 'trailers');
      return needlesNotInHeaders(left, json<HeaderList>(row, 'headers'), trailers);
    };
    const more = `captures.method, captures.event_type, payloads.headers, payloads.trailers,
      CASE WHEN ${size} <= ${INLINE_BYTES} THEN ${searched} END AS bytes`;
    return {
      columns: `captures.id, captures.target${needles.length === 0 ? '' : `, ${more}`}`,
      tables: needles.length === 0 ? 'captures' : joined,
      holds(row) {
        if (pathBytes !== null && !bytesHold(blob(row, 'target'), pathBytes)) return false;
        const left = needles.length === 0 ? needles : undecided(row);
        if (left.length === 0) return true;
        const bytes = content(row);
        return bytes !== null && left.every((needle) => within(bytes, needle));
      },
    };
  };
}
