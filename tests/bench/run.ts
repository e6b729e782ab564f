import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundlePrograms } from '../support/bundle-programs.ts';
import { type Environment, environment, environmentLine } from './harness.ts';
import { keepRatios, lossesOf } from './kept-ratios.ts';

/** What a benchmark hands back: its tables, and the same figures for machines. */
export interface Report {
  readonly markdown: string;
  readonly data: unknown;
  /**
   * What the short form holds against `kept-ratios.json`, by name: ours over a ceiling or a peer, more is better. Of the best round of
   * each: what other processes took from the others is no fault of the code.
   */
  readonly ratios?: Readonly<Record<string, number>>;
}

/**
 * `tests/bench/<name>.ts` exports it. `short`: a few seconds, for the ratios that CI compares. Whatever it starts is ended
 * when it is done.
 */
export type Benchmark = (rounds: number, short: boolean, rows?: number) => Promise<Report>;

interface Registered {
  readonly load: () => Promise<{ readonly benchmark: Benchmark }>;
  /** Whether it has a short form. */
  readonly short?: true;
}

const benchmarks: Readonly<Record<string, Registered>> = {
  capture: { load: () => import('./capture.ts'), short: true },
  'capture-verified': { load: () => import('./capture-verified.ts') },
  'slow-disk': { load: () => import('./slow-disk.ts') },
  single: { load: () => import('./single.ts') },
  'loop-delay': { load: () => import('./loop-delay.ts') },
  replay: { load: () => import('./replay.ts'), short: true },
  screen: { load: () => import('./screen.ts') },
  'start-up': { load: () => import('./start-up.ts'), short: true },
  memory: { load: () => import('./memory.ts') },
  'memory-million': { load: async () => ({ benchmark: (await import('./memory.ts')).millionBenchmark }) },
  'body-200mb': { load: () => import('./body-200mb.ts') },
  listing: { load: () => import('./listing.ts'), short: true },
  search: { load: () => import('./search.ts'), short: true },
  discovery: { load: () => import('./discovery.ts') },
  signatures: { load: () => import('./signatures.ts'), short: true },
  diagnosis: { load: () => import('./diagnosis.ts') },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    rows: { type: 'string' },
    json: { type: 'string' },
    short: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const short = values.short || values.keep;
const rounds = Number(values.rounds ?? (short ? 5 : 7));
const rows = values.rows === undefined ? undefined : Number(values.rows);
const names =
  positionals.length === 0 && short ? Object.keys(benchmarks).filter((name) => benchmarks[name]?.short) : positionals;
const chosen = names.flatMap((name) => {
  const registered = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  return registered === undefined || (short && registered.short === undefined) ? [] : [{ name, ...registered }];
});
if (
  values.help ||
  chosen.length === 0 ||
  chosen.length < names.length ||
  !Number.isInteger(rounds) ||
  rounds < 5 ||
  !(rows === undefined || Number.isInteger(rows))
) {
  const list = Object.entries(benchmarks).map(([name, each]) => (each.short === undefined ? name : `${name}*`));
  process[values.help ? 'stdout' : 'stderr'].write(
    `npm run bench -- NAME [NAME …] [--rounds N, 5 or more] [--rows N] [--json FILE] [--short | --keep]\nNAME: ${list.join(', ')}\n` +
      '--short: those with a star (all of them without a NAME) in a few seconds each, against the ratios kept in\n' +
      'tests/bench/kept-ratios.json; fails on a large loss. --keep: keeps the ratios measured now.\n',
  );
  process.exit(values.help ? 0 : 2);
}

process.once('exit', await bundlePrograms());
const env = environment();
const reports: { readonly benchmark: string; readonly rounds: number; readonly report: Report }[] = [];
let lost: readonly string[] = [];
process.stdout.write(`${environmentLine(env)}, ${rounds} rounds in turn\n`);
for (const { name, load } of chosen) {
  const { benchmark } = await load();
  const report = await measure(name, () => benchmark(rounds, short, rows));
  reports.push({ benchmark: name, rounds, report });
}
if (values.keep) keepRatios(Object.assign({}, ...reports.map(({ report }) => report.ratios)));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(dataOf(env), null, 2)}\n`);
if (lost.length > 0) {
  process.stderr.write(
    `slower than half of what is kept in tests/bench/kept-ratios.json, twice:\n${lost.join('\n')}\n`,
  );
}
// A library's open timer or socket keeps nobody waiting.
process.exit(lost.length > 0 ? 1 : 0);

/** A large loss is measured once more before it counts: another process may have had the machine. */
async function measure(name: string, run: () => Promise<Report>): Promise<Report> {
  const report = await run();
  process.stdout.write(`\n${name}\n\n${report.markdown}\n`);
  if (!values.short || lossesOf(report.ratios ?? {}).length === 0) return report;
  const again = await run();
  process.stdout.write(`\n${name}, measured again\n\n${again.markdown}\n`);
  const better = Object.entries(report.ratios ?? {}).map(([key, ratio]): [string, number] => [
    key,
    Math.max(ratio, again.ratios?.[key] ?? 0),
  ]);
  lost = [...lost, ...lossesOf(Object.fromEntries(better))];
  return again;
}

function dataOf(measuredIn: Environment): unknown {
  const all = reports.map(({ benchmark, rounds: count, report }) => ({
    benchmark,
    rounds: count,
    ...(report.ratios === undefined ? {} : { ratios: report.ratios }),
    ...Object(report.data),
  }));
  return { ...measuredIn, benchmarks: all };
}
