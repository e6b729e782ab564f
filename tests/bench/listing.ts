import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CaptureId } from '../../src/core/capture.ts';
import type { CaptureFilter } from '../../src/core/filter/filter.ts';
import { ROW_COLUMNS } from '../../src/main/storage/sqlite/capture-columns.ts';
import { connectForReading } from '../../src/main/storage/sqlite/connection.ts';
import { programPath } from '../support/programs.ts';
import { markdownTable, medianOf, quantile, ratioOf, short, spread, spreadOf } from './harness.ts';
import { FULL_ROWS, fileBytes, largeHistory, notIndexing, openLarge, SHORT_ROWS } from './large-history.ts';
import type { Report } from './run.ts';

const PAGE = 100;
/** Calls of a round, each timed: what counts is the slow one of them. */
const CALLS = 40;

const filters: readonly (readonly [name: string, filter: CaptureFilter])[] = [
  ['newest page', {}],
  ['page at a random place', {}],
  ['of one endpoint', { endpointId: 'orders' }],
  ['of a method that one in a hundred has', { method: 'PUT' }],
  ['failed', { verdict: 'failed' }],
  ['of one scheme', { scheme: 'github' }],
  ['failed, of one scheme and endpoint', { verdict: 'failed', scheme: 'shopify', endpointId: 'billing' }],
  ['of a method that none has', { method: 'PATCH' }],
];

/** Pages of the list out of a long history, through the store as the app asks it, against the same rows read by SQLite alone. */
export async function benchmark(
  rounds: number,
  isShort: boolean,
  rows = isShort ? SHORT_ROWS : FULL_ROWS,
): Promise<Report> {
  const file = await largeHistory(rows);
  const random = randomIds(rows);
  const timed = new Map<string, number[][]>();
  const note = (name: string, values: number[]) => timed.set(name, [...(timed.get(name) ?? []), values]);
  const db = connectForReading(file);
  const bare = db.prepare(
    `SELECT ${ROW_COLUMNS} FROM captures WHERE hidden IS NULL AND id < ? ORDER BY id DESC LIMIT ${PAGE}`,
  );
  const store = await openLarge(file, { indexing: notIndexing });
  try {
    for (let round = 0; round < rounds; round++) {
      note('SQLite alone, a page at a random place', await times(async () => bare.all(random())));
      for (const [name, filter] of filters) {
        const before = (): CaptureId | null => (name === 'page at a random place' ? random() : null);
        note(name, await times(() => store.list({ filter, before: before(), limit: PAGE })));
      }
      note('open one capture', await times(() => store.detail(random())));
      note('the first 64 KiB of its body', await times(() => store.bytes(random(), 'body', 0, 65_536)));
    }
  } finally {
    await store.close();
    db.close();
  }
  const starts = await startsOf(file, rounds);
  const measured = [...timed].map(([name, all]) => {
    const median = all.map(medianOf);
    return {
      name,
      median: spreadOf(median),
      p95: spreadOf(all.map((values) => quantile(values, 0.95))),
      medians: median,
    };
  });
  const medians = (name: string) => measured.find((each) => each.name === name)?.medians ?? [];
  const ratio = ratioOf(medians('SQLite alone, a page at a random place'), medians('page at a random place'));
  const table = measured.map(({ name, median, p95 }) => [name, spread(median), spread(p95)]);
  const started = starts.map(({ name, ms }) => [name, spread(ms)]);
  return {
    markdown: [
      `${rows.toLocaleString('en-US')} captures in ${Math.round(fileBytes(file) / 2 ** 20)} MiB, pages of ${PAGE}, ms; ${CALLS} calls a round.`,
      '',
      markdownTable(['', 'median', '95 of 100'], table),
      '',
      markdownTable(['in a new process', 'ms'], started),
      '',
      `SQLite alone over ours: ${short(ratio.median)}.`,
    ].join('\n'),
    data: { rows, fileBytes: fileBytes(file), measured: measured.map(({ medians: _, ...each }) => each), starts },
    ratios: { 'listing, SQLite alone over a page': ratio.median },
  };
}

/** The same ids in every run. */
function randomIds(rows: number): () => CaptureId {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return PAGE + 1 + (state % Math.max(1, rows - PAGE));
  };
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

async function startsOf(file: string, rounds: number) {
  const figures: { openMs: number; pageMs: number; sinceStartMs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, [programPath('open-history'), file]);
    // The process prints these and nothing else.
    figures.push(JSON.parse(stdout) as (typeof figures)[number]);
  }
  return [
    { name: 'opening the history', ms: spreadOf(figures.map(({ openMs }) => openMs)) },
    { name: 'opening it and its first page', ms: spreadOf(figures.map(({ openMs, pageMs }) => openMs + pageMs)) },
    {
      name: 'from the start of the process to the first page',
      ms: spreadOf(figures.map(({ sinceStartMs }) => sinceStartMs)),
    },
  ];
}
