import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { finderOf, needleOf, needlesNotInHeaders } from '../../../core/filter/match.ts';
import type { CaptureTexts } from './capture-texts.ts';
import { blob, json, type Row } from './columns.ts';

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

/** The search of a filter. It says of stored bytes what `matchesFilter` says of a capture. */
export function searchOf({ path, texts = [] }: CaptureFilter, stored: CaptureTexts): Search {
  const pathFound = path === undefined ? null : finderOf(latin1Bytes(needleOf(path)));
  const needles = texts.map(needleOf);
  const finders = new Map(needles.map((needle) => [needle, finderOf(latin1Bytes(needle))]));
  const within = (bytes: Uint8Array, needle: string): boolean => finders.get(needle)?.(bytes) === true;
  const undecided = (row: Row): readonly string[] => {
    const event = row.event_type === null ? '' : needleOf(json<string>(row, 'event_type'));
    const shown = [blob(row, 'method'), blob(row, 'target')];
    const left = needles.filter((needle) => !event.includes(needle) && !shown.some((bytes) => within(bytes, needle)));
    return left.length === 0 ? left : needlesNotInHeaders(left, stored.headers(row), stored.trailers(row));
  };
  return {
    columns: needles.length === 0 ? 'captures.id, captures.target' : stored.columns,
    tables: needles.length === 0 ? 'captures' : stored.tables,
    holds(row) {
      if (pathFound !== null && !pathFound(blob(row, 'target'))) return false;
      const left = needles.length === 0 ? needles : undecided(row);
      if (left.length === 0) return true;
      const bytes = stored.content(row);
      return bytes !== null && left.every((needle) => within(bytes, needle));
    },
  };
}
