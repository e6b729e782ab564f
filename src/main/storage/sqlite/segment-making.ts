import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { latin1Bytes } from '../../../core/bytes.ts';
import { errnoOf } from '../../atomic-file.ts';
import { createSegmentBuilders, type SegmentBuilder } from '../search/segment-builder.ts';
import { keepSegments, segmentFiles, writeSegment } from '../search/segment-file.ts';
import type { IdRange } from '../search/segment-format.ts';
import { captureTexts } from './capture-texts.ts';
import { blob, number, type Row } from './columns.ts';
import type { ReaderCalls, SegmentWorkRequest } from './protocol.ts';
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

const EVERYTHING: IdRange = { first: 0, last: Number.MAX_SAFE_INTEGER };

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
  const newBuilder = createSegmentBuilders();

  const hasAny = ({ first, last }: IdRange): boolean => any.get(first, last) !== undefined;

  /** The ranges that segments should cover: whole large ones and, behind the last of them, whole small ones. Newest first. */
  function* wanted({ small, large }: SegmentWorkRequest): Generator<IdRange, void, undefined> {
    const row = ends.get();
    if (row === undefined || row.first === null) return;
    const oldest = Math.floor(number(row, 'first') / large) * large;
    const end = number(row, 'last') + 1;
    const largeEnd = Math.floor(end / large) * large;
    for (let last = Math.floor(end / small) * small; last > largeEnd; last -= small) {
      yield { first: last - small, last: last - 1 };
    }
    for (let last = largeEnd; last > oldest; last -= large) yield { first: last - large, last: last - 1 };
  }

  function add(builder: SegmentBuilder, row: Row): void {
    const lines = [...texts.headers(row), ...texts.trailers(row)].map(([name, value]) => `${name}: ${value}`);
    // Bytes of two lines next to each other make grams that neither has: they let a few captures more through.
    const shown = [blob(row, 'method'), blob(row, 'target'), latin1Bytes(lines.join('\n'))];
    const content = texts.contentBytes(row) > MOST_READ_BYTES ? null : texts.content(row);
    builder.add(number(row, 'id'), shown, content);
    if (content !== null) release(content);
  }

  return {
    segmentWork(request) {
      const segments = segmentsOf(EVERYTHING);
      const files = segmentFiles(folder);
      const isUseless = (segment: (typeof segments)[number]): boolean =>
        damaged.has(segment.name) || !files.has(segment.name) || !hasAny(segment);
      const drop = segments.filter(isUseless);
      const useful = segments.filter((segment) => !drop.includes(segment));
      const byFirst = new Map(useful.map((segment) => [segment.first, segment]));
      let make: IdRange | null = null;
      let left = 0;
      for (const range of wanted(request)) {
        const there = byFirst.get(range.first);
        if (there?.last === range.last) continue;
        if (there === undefined && !hasAny(range)) continue;
        make ??= range;
        left += range.last - range.first + 1;
      }
      // A segment still tells of what was deleted; one that has lost a quarter is made anew.
      const thinned =
        make !== null || !request.review ? undefined : useful.find((each) => contents(each).rows < each.rows * 0.75);
      return { make: make ?? thinned ?? null, left, drop: drop.map(({ name }) => name) };
    },
    async makeSegment(range) {
      db.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
      const builder = newBuilder(range);
      let [rows, ids] = [0, 0];
      let turnEnds = performance.now() + TURN_MS;
      for (let first = range.first; first <= range.last; ) {
        const found = step.all(first, range.last);
        for (const row of found) {
          const id = number(row, 'id');
          add(builder, row);
          rows += 1;
          ids += id;
          first = id + 1;
          if (performance.now() < turnEnds) continue;
          await nextTurn();
          turnEnds = performance.now() + TURN_MS;
        }
        if (found.length < STEP_ROWS) break;
      }
      try {
        return {
          kind: 'made',
          segment: { ...range, rows, ids, name: writeSegment(folder, range, builder.finish(), LEFT_FREE_BYTES) },
        };
      } catch (error) {
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

/** Frees what SQLite has copied for us: V8 lets 32 MiB and more of it gather before it looks for what is not used. */
function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
