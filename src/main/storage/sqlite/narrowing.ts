import type { DatabaseSync } from 'node:sqlite';
import { latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { needleOf } from '../../../core/filter/match.ts';
import { errnoOf } from '../../atomic-file.ts';
import { readCandidates } from '../search/candidates.ts';
import type { IdRange } from '../search/segment-format.ts';
import { DamagedSegment } from '../search/segment-reading.ts';
import { GRAM_BYTES, slotsOf } from '../search/slots.ts';
import { json, number, text } from './columns.ts';
import type { Segment } from './protocol.ts';
import { segmentReads } from './segments-table.ts';

/** A search compares with each different event type. When a sender made up more of them, it does without the index. */
const MOST_EVENT_TYPES = 5000;

/** Part of what a search looks at, in its order. */
export interface Piece extends IdRange {
  /** The only captures of the piece that can match, in the search's order; null: any of them can. */
  readonly ids: readonly number[] | null;
}

export type Pieces = (range: IdRange, direction: 'older' | 'newer') => Iterable<Piece>;

export interface Narrowing {
  /**
   * What a search for the filter has to look at. The index only leaves out what cannot match: method, target, headers and
   * body never change after a capture was stored, and event types, which do, are looked up where they are kept.
   */
  piecesFor(filter: CaptureFilter): Pieces;
  /** Names of segments that could not be read: they are passed over until others take their place. */
  readonly damaged: ReadonlySet<string>;
}

/** What has to hold of a capture: it falls into all of the slots, or is of one of the event types (as stored). */
interface Demand {
  readonly slots: readonly number[];
  readonly events: readonly string[];
}

export function createNarrowing(db: DatabaseSync, folder: string): Narrowing {
  const segmentsOf = segmentReads(db);
  // From each event type straight to the next one: the table has a row for every capture.
  const eventTypes = db.prepare(`WITH RECURSIVE types (type) AS (
      SELECT min(event_type) FROM event_captures
      UNION ALL SELECT (SELECT min(event_type) FROM event_captures WHERE event_type > type) FROM types WHERE type IS NOT NULL
    ) SELECT type AS event_type FROM types WHERE type IS NOT NULL LIMIT ${MOST_EVENT_TYPES + 1}`);
  const named = db.prepare(`SELECT id FROM event_captures
    WHERE event_type IN (SELECT value FROM json_each(?)) AND id BETWEEN ? AND ?`);
  const damaged = new Set<string>();

  /** null: the filter demands nothing that the index knows of. */
  function demandsOf({ path, texts = [] }: CaptureFilter): readonly Demand[] | null {
    const known = texts.map(needleOf).filter((needle) => needle.length >= GRAM_BYTES);
    const types = known.length === 0 ? [] : eventTypes.all();
    if (types.length > MOST_EVENT_TYPES) return null;
    const demands: Demand[] = [];
    const target = path === undefined ? [] : slotsOf(latin1Bytes(needleOf(path)));
    if (target.length > 0) demands.push({ slots: target, events: [] });
    for (const needle of known) {
      const events = types.filter((row) => needleOf(json<string>(row, 'event_type')).includes(needle));
      const slots = slotsOf(latin1Bytes(needle));
      demands.push({ slots, events: events.map((row) => text(row, 'event_type')) });
    }
    return demands.length === 0 ? null : demands;
  }

  function candidates(segment: Segment, demands: readonly Demand[]): Uint8Array | null {
    try {
      const groups = demands.map(({ slots }) => slots);
      const bitmaps = readCandidates(folder, segment.name, segment, groups);
      for (const [index, { events }] of demands.entries()) {
        const bitmap = bitmaps[index];
        if (events.length === 0 || bitmap === undefined) continue;
        for (const row of named.all(JSON.stringify(events), segment.first, segment.last)) {
          const at = number(row, 'id') - segment.first;
          bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
        }
      }
      const [first = new Uint8Array(0), ...others] = bitmaps;
      for (const other of others) {
        for (let byte = 0; byte < first.length; byte++) first[byte] = (first[byte] ?? 0) & (other[byte] ?? 0);
      }
      return first;
    } catch (error) {
      // A file that is gone, cut or changed, or a disk that does not read it: the captures themselves are read instead.
      if (!(error instanceof DamagedSegment) && errnoOf(error) === null) throw error;
      damaged.add(segment.name);
      return null;
    }
  }

  function* pieces(
    range: IdRange,
    direction: 'older' | 'newer',
    demands: readonly Demand[],
  ): Generator<Piece, void, undefined> {
    const older = direction === 'older';
    const segments = segmentsOf(range).filter(({ name }) => !damaged.has(name));
    let { first, last } = range;
    for (const segment of older ? segments.toReversed() : segments) {
      if (older && segment.last < last) yield { first: segment.last + 1, last, ids: null };
      if (!older && segment.first > first) yield { first, last: segment.first - 1, ids: null };
      const within = { first: Math.max(segment.first, first), last: Math.min(segment.last, last) };
      const bitmap = candidates(segment, demands);
      yield { ...within, ids: bitmap === null ? null : idsOf(bitmap, segment.first, within, older) };
      if (older) last = Math.min(last, within.first - 1);
      else first = Math.max(first, within.last + 1);
    }
    if (first <= last) yield { first, last, ids: null };
  }

  return {
    damaged,
    piecesFor(filter) {
      const demands = demandsOf(filter);
      if (demands === null) return (range) => [{ ...range, ids: null }];
      return (range, direction) => pieces(range, direction, demands);
    },
  };
}

/** The ids of a segment's bitmap that are within bounds. */
function idsOf(bitmap: Uint8Array, base: number, within: IdRange, older: boolean): readonly number[] {
  const ids: number[] = [];
  for (let byte = 0; byte < bitmap.length; byte++) {
    for (let bits = bitmap[byte] ?? 0; bits !== 0; bits &= bits - 1) {
      const id = base + byte * 8 + 31 - Math.clz32(bits & -bits);
      if (id >= within.first && id <= within.last) ids.push(id);
    }
  }
  return older ? ids.reverse() : ids;
}
