import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes, utf8Bytes } from '../../../core/bytes.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { finderOf, needleOf, needlesNotInHeaders } from '../../../core/filter/match.ts';
import type { CaptureTexts } from './capture-texts.ts';
import { blob, json, type Row } from './columns.ts';

/** Tells of one row at a time whether it is of the parts of a filter that no index decides: `path` and `texts`. */
export interface Search {
  /** What a query has to select from `tables` for `holds`. */
  readonly columns: string;
  readonly tables: string;
  /** A promise where a body is so long that others are let in meanwhile. */
  holds(row: Row): boolean | Promise<boolean>;
}

/** So much of a body is searched before others are let in: some milliseconds. */
const PIECE_BYTES = 4 * 1024 * 1024;

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
  const inJson = new Map(needles.map((needle) => [needle, inHeaderJson(needle)]));
  const inHeaders = (row: Row, needle: string): boolean => {
    const mayHold = inJson.get(needle);
    return mayHold === undefined || mayHold === null || stored.headerJson(row).some(mayHold);
  };
  const eventOf = foldedEvents();
  const undecided = (row: Row): readonly string[] => {
    const event = eventOf(row);
    const shown = [blob(row, 'method'), blob(row, 'target')];
    const left = needles.filter((needle) => !event.includes(needle) && !shown.some((bytes) => within(bytes, needle)));
    if (!left.some((needle) => inHeaders(row, needle))) return left;
    return needlesNotInHeaders(left, stored.headers(row), stored.trailers(row));
  };
  return {
    columns: needles.length === 0 ? 'captures.id, captures.target' : stored.columns,
    tables: needles.length === 0 ? 'captures' : stored.tables,
    holds(row) {
      if (pathFound !== null && !pathFound(blob(row, 'target'))) return false;
      const left = needles.length === 0 ? needles : undecided(row);
      if (left.length === 0) return true;
      const bytes = stored.content(row);
      if (bytes === null) return false;
      if (bytes.length > PIECE_BYTES) return holdsAll(bytes, left, within);
      return left.every((needle) => within(bytes, needle));
    },
  };
}

/** The same of a long body, piece by piece. */
async function holdsAll(
  bytes: Uint8Array,
  needles: readonly string[],
  within: (bytes: Uint8Array, needle: string) => boolean,
): Promise<boolean> {
  for (const needle of needles) {
    let isFound = false;
    for (let at = 0; at < bytes.length && !isFound; at += PIECE_BYTES) {
      isFound = within(bytes.subarray(at, at + PIECE_BYTES + needle.length - 1), needle);
      await nextTurn();
    }
    if (!isFound) return false;
  }
  return true;
}

/**
 * Says of a header list's JSON whether it may hold the needle, without parsing it, which takes longer than all the rest. null: only the
 * lines tell, as for what JSON escapes, or what may lie in part in the name, in part in the value.
 */
function inHeaderJson(needle: string): ((json: Uint8Array) => boolean) | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them.
  if (/[\0-\x1f"\\:]/.test(needle) || needle.startsWith(' ')) return null;
  return finderOf(utf8Bytes(needle));
}

/** The event type of a row, folded. Most rows of a history share a few. */
function foldedEvents(): (row: Row) => string {
  const known = new Map<unknown, string>([[null, '']]);
  return (row) => {
    const before = known.get(row.event_type);
    if (before !== undefined) return before;
    const folded = needleOf(json<string>(row, 'event_type'));
    if (known.size < 1000) known.set(row.event_type, folded);
    return folded;
  };
}
