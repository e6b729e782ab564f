import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaptureListPage } from '../../src/core/contract.ts';
import type { CaptureFilter } from '../../src/core/filter/filter.ts';
import { segmentFolder } from '../../src/main/storage/search/segment-file.ts';
import { connectForReading } from '../../src/main/storage/sqlite/connection.ts';
import { INDEXING, type IndexingOptions } from '../../src/main/storage/sqlite/indexing.ts';
import { createScan } from '../../src/main/storage/sqlite/scan.ts';
import type { Store } from '../../src/main/storage/store.ts';
import { newCapture } from '../support/captures.ts';
import {
  markdownTable,
  measureInTurn,
  medianOf,
  quantile,
  ratioOf,
  type Spread,
  short,
  spread,
  spreadOf,
} from './harness.ts';
import { ABSENT_TEXT, COMMON_TEXT, RARE_TEXT, SCATTERED_TEXT } from './history.ts';
import { FULL_ROWS, fileBytes, index, largeHistory, notIndexing, openLarge, SHORT_ROWS } from './large-history.ts';
import type { Report } from './run.ts';

const PAGE = 100;
/** Calls of a round, each timed: what counts is the slow one of them. */
const CALLS = 20;
/** As the screen asks: what was found until then is shown, and it asks again. */
const WITHIN_MS = 100;

const found: readonly (readonly [name: string, filter: CaptureFilter])[] = [
  ['no text: the newest page', {}],
  ['a text of one capture', { texts: [RARE_TEXT] }],
  ['a text of every fourth', { texts: [COMMON_TEXT] }],
  ['a text of none', { texts: [ABSENT_TEXT] }],
  ['a part of a common word', { texts: ['bscriptio'] }],
  ['two texts', { texts: ['invoice', 'zoë'] }],
  ['a text of none, of one endpoint', { texts: [ABSENT_TEXT], endpointId: 'orders' }],
  ['a part of the path', { path: 'tenant=77' }],
];

/** What the index cannot narrow: two bytes, and words that nearly all captures have, though not in this order. */
const unnarrowed: readonly (readonly [name: string, filter: CaptureFilter])[] = [
  ['two bytes that none has', { texts: ['~}'] }],
  ['words of all in an order of none', { texts: [SCATTERED_TEXT] }],
];

/** Text searches in a long history, with the index, beside it, and while it is made. */
export async function benchmark(
  rounds: number,
  isShort: boolean,
  rows = isShort ? SHORT_ROWS : FULL_ROWS,
): Promise<Report> {
  const file = await largeHistory(rows);
  const made = await makeIndex(file);
  const store = await openLarge(file, { indexing: notIndexing });
  const db = connectForReading(file);
  const everything = createScan(db, { piecesFor: () => (range) => [{ ...range, ids: null }], damaged: new Set() });
  const timed = new Map<string, number[][]>();
  const note = (name: string, values: number[]) => timed.set(name, [...(timed.get(name) ?? []), values]);
  const long = new Map<string, Long[]>();
  const reading: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, filter] of found)
        note(name, await times(() => store.list({ filter, before: null, limit: PAGE })));
      const asked = {
        filter: { texts: [ABSENT_TEXT] },
        direction: 'older',
        after: null,
        before: null,
        limit: PAGE,
      } as const;
      const from = performance.now();
      await everything.rows(asked);
      reading.push(performance.now() - from);
      for (const [name, filter] of unnarrowed)
        long.set(name, [...(long.get(name) ?? []), await searchedLong(store, filter)]);
    }
  } finally {
    await store.close();
    db.close();
  }
  const appends = await appendsOf(isShort ? 5000 : 20_000, rounds);
  const measured = [...timed].map(([name, all]) => {
    const medians = all.map(medianOf);
    return { name, medians, median: spreadOf(medians), p95: spreadOf(all.map((values) => quantile(values, 0.95))) };
  });
  const mediansOf = (wanted: string) => measured.find(({ name }) => name === wanted)?.medians ?? [];
  const absent = mediansOf('a text of none');
  const ratio = ratioOf(reading, absent);
  const newest = ratioOf(mediansOf('no text: the newest page'), absent);
  const longs = [...long].map(([name, all]) => ({
    name,
    first: spreadOf(all.map(({ firstMs }) => firstMs)),
    whole: spreadOf(all.map(({ wholeMs }) => wholeMs)),
    longest: spreadOf(all.map(({ longestMs }) => longestMs)),
    meanwhile: spreadOf(all.map(({ meanwhileMs }) => meanwhileMs)),
  }));
  const longHead = [
    'the captures themselves are read',
    'first answer',
    'all',
    'longest answer',
    'another list meanwhile',
  ];
  const size = `${Math.round(made.bytes / 2 ** 20)} MiB, ${Math.round(made.bytes / rows)} bytes a capture`;
  return {
    markdown: [
      `${rows.toLocaleString('en-US')} captures in ${Math.round(fileBytes(file) / 2 ** 20)} MiB, pages of ${PAGE}, ms; ${CALLS} calls a round.`,
      `Index: ${size}${made.ms === null ? '' : `, made in ${short(made.ms / 1000)} s`}.`,
      '',
      markdownTable(
        ['', 'median', '95 of 100'],
        measured.map(({ name, median, p95 }) => [name, spread(median), spread(p95)]),
      ),
      '',
      `A text of none without the index: ${spread(spreadOf(reading))}, ${short(ratio.median)} times as long.`,
      '',
      markdownTable(
        longHead,
        longs.map(({ name, first, whole, longest, meanwhile }) => [
          name,
          ...[first, whole, longest, meanwhile].map(spread),
        ]),
      ),
      '',
      'Who leaves a search has it ended after one answer at most.',
      '',
      markdownTable(
        ['32 captures of 1 KiB at a time', 'captures a second', 'ratio'],
        appends.map(({ name, perSecond, times: part }) => [name, spread(perSecond), short(part.median)]),
      ),
    ].join('\n'),
    data: {
      rows,
      index: made,
      measured: measured.map(({ medians: _, ...each }) => each),
      reading: spreadOf(reading),
      longs,
      appends,
    },
    ratios: {
      'search, the newest page over a text of none': newest.median,
      'search, appending while indexing over appending': appends[1]?.times.median ?? Number.NaN,
    },
  };
}

async function makeIndex(file: string): Promise<{ ms: number | null; bytes: number }> {
  const folder = segmentFolder(file);
  const isThere = existsSync(folder) && readdirSync(folder).length > 0;
  const ms = await index(file);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { ms: isThere ? null : ms, bytes };
}

async function times(call: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = [];
  for (let count = 0; count < CALLS; count++) {
    const from = performance.now();
    await call();
    values.push(performance.now() - from);
  }
  return values;
}

interface Long {
  readonly firstMs: number;
  readonly wholeMs: number;
  readonly longestMs: number;
  /** The slowest of other lists that were asked for while it went on. */
  readonly meanwhileMs: number;
}

async function searchedLong(store: Store, filter: CaptureFilter): Promise<Long> {
  const started = performance.now();
  let [firstMs, longestMs, meanwhileMs] = [0, 0, 0];
  let before: number | null = null;
  for (;;) {
    const from = performance.now();
    const search: Promise<CaptureListPage> = store.list({ filter, before, limit: PAGE, withinMs: WITHIN_MS });
    await store.list({ filter: {}, before: null, limit: PAGE });
    meanwhileMs = Math.max(meanwhileMs, performance.now() - from);
    const page = await search;
    const took = performance.now() - from;
    if (firstMs === 0) firstMs = took;
    longestMs = Math.max(longestMs, took);
    if (page.searchedTo === undefined) return { firstMs, longestMs, meanwhileMs, wholeMs: performance.now() - started };
    before = page.searchedTo;
  }
}

/** Appending, without the index, with it, and with it made at once rather than when there is time. */
async function appendsOf(
  count: number,
  rounds: number,
): Promise<readonly { name: string; perSecond: Spread; times: Spread }[]> {
  const ways: readonly (readonly [name: string, indexing: IndexingOptions])[] = [
    ['no index', notIndexing],
    ['index behind the captures, as in the app', INDEXING],
    ['index made at once', { ...INDEXING, afterMs: 0 }],
  ];
  const figures = await measureInTurn(
    ways.map(([name, indexing]) => ({ name, measure: () => appendedPerSecond(count, indexing) })),
    rounds,
  );
  return ways.map(([name], at) => ({
    name,
    perSecond: spreadOf(figures[at] ?? []),
    times: ratioOf(figures[at] ?? [], figures[0] ?? []),
  }));
}

async function appendedPerSecond(count: number, indexing: IndexingOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'hookproof-bench-'));
  try {
    const store = await openLarge(join(folder, 'history.db'), { indexing });
    const from = performance.now();
    let next = 0;
    const sender = async (): Promise<void> => {
      while (next < count) {
        next += 1;
        const body = `{"id":"evt_${next}","of":"${String(next * 7919)
          .repeat(100)
          .slice(0, 980)}"}`;
        const appended = await store.append(newCapture({ body }));
        if (!appended.ok) throw new Error(JSON.stringify(appended.failure));
      }
    };
    await Promise.all(Array.from({ length: 32 }, sender));
    const perSecond = (count * 1000) / (performance.now() - from);
    await store.close();
    return perSecond;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
