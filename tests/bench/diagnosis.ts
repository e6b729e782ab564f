import { type DiagnosisPort, diagnose, diagnosisBudgetMs } from '../../src/core/diagnosis/diagnose.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { nodeCodec } from '../../src/main/diagnosis/node-codec.ts';
import { drawFailures, drawUnexplainable, type Failure, type Score, scoreOf } from '../diagnosis/failures.ts';
import { markdownTable, medianOf, short } from './harness.ts';
import type { Report } from './run.ts';

const SEED = 20_261_121;
const FAILURES = 1200;
const UNEXPLAINABLE = 240;
/** Of each size class, and as many again that nobody can explain: a search without an end costs most. */
const TIMED = 20;
const SIZES = [2, 1024, 16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024] as const;

const port: DiagnosisPort = { crypto: nodeCrypto, codec: nodeCodec, now: () => performance.now() };

/** Failures as the app would diagnose them, with the budget that it gives. */
export async function benchmark(rounds: number): Promise<Report> {
  const accuracy = named();
  const times = timed(rounds);
  return {
    markdown: `${accuracy.markdown}\n\n${times.markdown}`,
    data: { seed: SEED, accuracy: accuracy.data, times: times.data },
  };
}

function run(failure: Failure) {
  const from = performance.now();
  const report = diagnose(failure.input, port, diagnosisBudgetMs(failure.bodyBytes));
  return { ms: performance.now() - from, score: scoreOf(failure, report), report };
}

interface Row {
  readonly of: string;
  readonly count: number;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** How often the true cause is named first. */
function named(): Report {
  const failures = drawFailures(SEED, FAILURES);
  const unexplainable = drawUnexplainable(SEED, UNEXPLAINABLE);
  // The compiler has seen the code before a search is held to its budget, as in an app that has judged captures.
  for (const failure of failures.slice(0, 60)) run(failure);
  const scores = new Map<string, Score[]>();
  const others: string[] = [];
  const note = (kind: string, score: Score) => scores.set(kind, [...(scores.get(kind) ?? []), score]);
  for (const failure of [...failures, ...unexplainable]) {
    const { score, report } = run(failure);
    const { causes } = failure;
    note(causes === null ? 'nothing to find' : causes.length === 2 ? 'two causes' : (causes[0] ?? ''), score);
    if (score === 'right') continue;
    const said = report.diagnoses.map(({ confidence, causes }) => `${confidence} ${causes.join(' and ')}`).join('; ');
    others.push(`${score}: ${failure.name}: ${said}${report.tried.complete ? '' : ' (out of time)'}`);
  }
  const rows = [...scores].map(([of, list]): Row => rowOf(of, list)).sort((a, b) => a.of.localeCompare(b.of, 'en'));
  const explained = rows.filter(({ of }) => of !== 'nothing to find');
  const sum = (key: 'count' | 'right' | 'wrong' | 'missed') => explained.reduce((all, row) => all + row[key], 0);
  const total: Row = {
    of: 'all causes',
    count: sum('count'),
    right: sum('right'),
    wrong: sum('wrong'),
    missed: sum('missed'),
  };
  const cells = ({ of, count, right, wrong, missed }: Row) => [
    of,
    String(count),
    String(right),
    `${((100 * right) / count).toFixed(1)} %`,
    String(wrong),
    String(missed),
  ];
  const schemes = new Set(failures.map(({ scheme }) => scheme.id)).size;
  return {
    markdown: [
      `${FAILURES} failures and ${UNEXPLAINABLE} that nobody can explain, seed ${SEED}, ${schemes} schemes, bodies from 2 bytes to 256 KiB.`,
      'Wrong: another cause was called proved. Missed: none was.',
      '',
      markdownTable(['cause', 'failures', 'named first', '', 'wrong', 'missed'], [...rows, total].map(cells)),
    ].join('\n'),
    data: { schemes, rows: [...rows, total], others },
  };
}

function rowOf(of: string, scores: readonly Score[]): Row {
  const count = (score: Score) => scores.filter((each) => each === score).length;
  return { of, count: scores.length, right: count('right'), wrong: count('wrong'), missed: count('missed') };
}

/** What a diagnosis takes for bodies of a size. */
function timed(rounds: number): Report {
  const classes = SIZES.map((size) => ({
    size,
    explained: drawFailures(SEED + size, TIMED, size),
    unexplainable: drawUnexplainable(SEED + size, TIMED, size),
  }));
  const times = classes.map(() => ({ explained: [] as number[], unexplainable: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { explained, unexplainable }] of classes.entries()) {
      for (const failure of explained) times[index]?.explained.push(run(failure).ms);
      for (const failure of unexplainable) times[index]?.unexplainable.push(run(failure).ms);
    }
  }
  const data = classes.map(({ size }, index) => ({
    size,
    explained: spread(times[index]?.explained ?? []),
    unexplainable: spread(times[index]?.unexplainable ?? []),
  }));
  const cell = ({ median, high, max }: Spread) => `${short(median)} (${short(high)}, ${short(max)})`;
  const name = (size: number) => (size < 1024 ? `${size} B` : size < 2 ** 20 ? `${size / 1024} KiB` : '1 MiB');
  return {
    markdown: [
      `One diagnosis, ms: median (19 of 20 take at most, longest), ${TIMED} failures of each kind, ${rounds} rounds.`,
      '',
      markdownTable(
        ['body, about', 'with a cause', 'with none to find'],
        data.map(({ size, explained, unexplainable }) => [name(size), cell(explained), cell(unexplainable)]),
      ),
    ].join('\n'),
    data,
  };
}

interface Spread {
  readonly median: number;
  /** 95 of 100 are below. */
  readonly high: number;
  readonly max: number;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: medianOf(values),
    high: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}
