import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes } from '../../../core/bytes.ts';
import { errnoOf } from '../../atomic-file.ts';
import { createSegmentBuilders, type SegmentBuilder } from '../search/segment-builder.ts';
import { createSegmentEncoding } from '../search/segment-encoding.ts';
import { keepSegments, segmentFiles, writeSegment } from '../search/segment-file.ts';
import type { IdRange } from '../search/segment-format.ts';
import { mergeSegments } from '../search/segment-merging.ts';
import { DamagedSegment } from '../search/segment-reading.ts';
import { captureTexts } from './capture-texts.ts';
import { blob, number, type Row } from './columns.ts';
import type { MadeSegment, ReaderCalls, Segment, SegmentToMake, SegmentWorkRequest } from './protocol.ts';
import { contentsOf, segmentReads } from './segments-table.ts';

/** Larger bodies are read in every search. */
const MOST_READ_BYTES = 16 * 1024 * 1024;
/** Of a connection that goes through the history once. */
const CACHE_KIB = 512;
/** Rows read at a time, and how long before others are let in: the worker may have to close. */
const STEP_ROWS = 256;
const TURN_MS = 50;
/** The index leaves this much of the disk alone: room that captures may need. */
const LEFT_FREE_BYTES = 1024 * 1024 * 1024;

/** A segment is kept while so many of its captures are. */
const KEPT_SHARE = 0.75;

const EVERYTHING: IdRange = { first: 0, last: Number.MAX_SAFE_INTEGER };

interface NewSegment extends Pick<MadeSegment, 'rows' | 'of'> {
  readonly file: Uint8Array;
}

/** Makes the search index from the captures. `damaged`: segments whose files a search could not read. */
export function segmentMaking(
  db: DatabaseSync,
  folder: string,
  damaged: ReadonlySet<string>,
): Pick<ReaderCalls, 'segmentWork' | 'makeSegment' | 'tidySegments'> {
  const texts = captureTexts(db);
  const step = db.prepare(`SELECT ${texts.columns} FROM ${texts.tables}
    WHERE captures.id BETWEEN ? AND ? ORDER BY captures.id LIMIT ${STEP_ROWS}`);
  const ends = db.prepare('SELECT (SELECT min(id) FROM captures) AS first, (SELECT max(id) FROM captures) AS last');
  const any = db.prepare('SELECT 1 FROM captures WHERE id BETWEEN ? AND ? LIMIT 1');
  const segmentsOf = segmentReads(db);
  const contents = contentsOf(db);
  const encode = createSegmentEncoding();
  const newBuilder = createSegmentBuilders(encode);

  const hasAny = ({ first, last }: IdRange): boolean => any.get(first, last) !== undefined;

  /** The ranges that segments should cover: whole large ones and, behind the last of them, whole small ones. Newest first. */
  function* wanted({ small, large }: SegmentWorkRequest): Generator<IdRange, void, undefined> {
    const row = ends.get();
    if (row === undefined || row.first === null) return;
    const oldest = Math.floor(number(row, 'first') / large) * large;
    const end = number(row, 'last') + 1;
    const largeEnd = Math.floor(end / large) * large;
    yield* partsOf({ first: largeEnd, last: Math.floor(end / small) * small - 1 }, small);
    yield* partsOf({ first: oldest, last: largeEnd - 1 }, large);
  }

  /** Whether one covers all of the range: of captures that were deleted behind it, a large one stays where only small ones are wanted. */
  function isCovered(range: IdRange, large: number, byFirst: ReadonlyMap<number, Segment>): boolean {
    const firsts = [range.first, Math.floor(range.first / large) * large];
    return firsts.some((first) => (byFirst.get(first)?.last ?? -1) >= range.last);
  }

  /** What of a wanted range, which has none, has to be made first: its own segment, or a small one that it will be made of. */
  function firstOf(range: IdRange, small: number, byFirst: ReadonlyMap<number, Segment>): SegmentToMake {
    const parts: Segment[] = [];
    if (range.last - range.first + 1 === small) return { ...range, parts };
    for (const part of partsOf(range, small)) {
      const there = byFirst.get(part.first);
      if (there?.last === part.last) parts.unshift(there);
      else if (hasAny(part)) return { ...part, parts: [] };
    }
    return { ...range, parts };
  }

  function add(builder: SegmentBuilder, row: Row): void {
    const lines = [...texts.headers(row), ...texts.trailers(row)].map(([name, value]) => `${name}: ${value}`);
    // Bytes of two lines next to each other make grams that neither has: they let a few captures more through.
    const shown = [blob(row, 'method'), blob(row, 'target'), latin1Bytes(lines.join('\n'))];
    const content = texts.contentBytes(row) > MOST_READ_BYTES ? null : texts.content(row);
    builder.add(number(row, 'id'), shown, content);
    if (content !== null) release(content);
  }

  function merged(range: IdRange, parts: readonly Segment[]): NewSegment {
    const file = mergeSegments(encode, folder, range, parts);
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return { file, rows, of: { kind: 'parts', names: parts.map(({ name }) => name) } };
  }

  async function collected(range: IdRange): Promise<NewSegment> {
    const builder = newBuilder(range);
    // Of before: what comes or goes from now on makes them others.
    const { rows, idSum } = contents(range);
    let turnEnds = performance.now() + TURN_MS;
    for (let first = range.first; first <= range.last; ) {
      const found = step.all(first, range.last);
      for (const row of found) {
        const id = number(row, 'id');
        add(builder, row);
        first = id + 1;
        if (performance.now() < turnEnds) continue;
        await nextTurn();
        turnEnds = performance.now() + TURN_MS;
      }
      if (found.length < STEP_ROWS) break;
    }
    return { file: builder.finish(), rows, of: { kind: 'captures', idSum } };
  }

  return {
    segmentWork(request) {
      const segments = segmentsOf(EVERYTHING);
      const files = segmentFiles(folder);
      const isUseless = (segment: Segment): boolean =>
        damaged.has(segment.name) || !files.has(segment.name) || !hasAny(segment);
      const drop = segments.filter(isUseless);
      const useful = segments.filter((segment) => !drop.includes(segment));
      const byFirst = new Map(useful.map((segment) => [segment.first, segment]));
      let make: SegmentToMake | null = null;
      let left = 0;
      for (const range of wanted(request)) {
        if (isCovered(range, request.large, byFirst) || !hasAny(range)) continue;
        make ??= firstOf(range, request.small, byFirst);
        left += range.last - range.first + 1;
      }
      // A segment still tells of what was deleted; one that has lost a quarter is made anew.
      const isThinned = (segment: Segment): boolean => contents(segment).rows < segment.rows * KEPT_SHARE;
      const thinned = make === null && request.review ? useful.find(isThinned) : undefined;
      if (thinned !== undefined) drop.push(thinned);
      return { make, left, drop: drop.map(({ name }) => name) };
    },
    async makeSegment({ parts, ...range }) {
      db.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
      try {
        const { file, ...made } = parts.length > 0 ? merged(range, parts) : await collected(range);
        const name = writeSegment(folder, range, file, LEFT_FREE_BYTES);
        return { kind: 'made', segment: { ...range, ...made, name } };
      } catch (error) {
        if (error instanceof DamagedSegment) return { kind: 'damaged', name: error.segment };
        // The disk's. What SQLite says of the history is not about the index.
        const errno = errnoOf(error);
        if (errno === null) throw error;
        return { kind: 'failed', errno };
      }
    },
    tidySegments() {
      keepSegments(folder, new Set(segmentsOf(EVERYTHING).map(({ name }) => name)));
    },
  };
}

/** Its parts of so many ids, the last one first. */
function* partsOf({ first, last }: IdRange, ids: number): Generator<IdRange, void, undefined> {
  for (let end = last; end >= first; end -= ids) yield { first: end - ids + 1, last: end };
}

/** Frees what SQLite has copied for us: V8 lets 32 MiB and more of it gather before it looks for what is not used. */
function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
