import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface Subject {
  readonly name: string;
  /** One operation. */
  readonly run: () => unknown;
  readonly isAsync: boolean;
}

/** Of all rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Microseconds an operation. */
export type Timing = Spread;

/** Long enough that the clock's own cost and a single pause vanish. */
const BATCH_MS = 25;

/**
 * Times the subjects in turn, A B C A B C …, so that whatever else the machine does falls on all of them; the first round
 * warms up and is not counted. Only ratios within one run mean anything.
 */
export async function timeInTurn(subjects: readonly Subject[], rounds: number): Promise<readonly Timing[]> {
  const counts: number[] = [];
  for (const subject of subjects) counts.push(await calibrate(subject));
  const samples = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      const count = counts[index] ?? 1;
      samples[index]?.push(((await timeBatch(subject, count)) * 1000) / count);
    }
  }
  return samples.map(spreadOf);
}

/** Something that is measured as a whole, such as a server under load. */
export interface Measured<Figures> {
  readonly name: string;
  readonly measure: () => Promise<Figures>;
}

/** Measures in turn, as `timeInTurn` times: figures of each subject, a round each. */
export async function measureInTurn<Figures>(
  subjects: readonly Measured<Figures>[],
  rounds: number,
): Promise<readonly (readonly Figures[])[]> {
  const figures = subjects.map((): Figures[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, measure }] of subjects.entries()) {
      process.stderr.write(`round ${round + 1} of ${rounds}: ${name}\n`);
      figures[index]?.push(await measure());
    }
  }
  return figures;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: median(sorted), min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** Of one's values over the other's of the same round. */
export function ratioOf(values: readonly number[], reference: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / (reference[round] ?? Number.NaN)));
}

/** At least `part` (0 to 1) of the values are at most this. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Of sorted values. */
function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function medianOf(values: readonly number[]): number {
  return median(values.toSorted((a, b) => a - b));
}

/** Grows the batch until it lasts, which also lets the compiler see the code. */
async function calibrate(subject: Subject): Promise<number> {
  for (let count = 1; ; count *= 2) {
    const took = await timeBatch(subject, count);
    if (took >= BATCH_MS) return Math.max(1, Math.round((count * BATCH_MS) / took));
  }
}

async function timeBatch({ run, isAsync }: Subject, count: number): Promise<number> {
  const from = performance.now();
  if (isAsync) for (let done = 0; done < count; done++) await run();
  else for (let done = 0; done < count; done++) run();
  return performance.now() - from;
}

/** What a reader has to know to compare two reports: the machine and the versions. */
export interface Environment {
  readonly measuredAt: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly openssl: string;
}

export function environment(): Environment {
  const [first] = cpus();
  // Not everybody who measures has a checkout.
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return {
    measuredAt: new Date().toISOString(),
    commit: commit.status === 0 ? commit.stdout.trim() : 'unknown',
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    openssl: process.versions.openssl,
  };
}

export function environmentLine(env: Environment): string {
  const { measuredAt, commit, cpu, cores, memoryGiB, node, openssl } = env;
  return `${measuredAt.slice(0, 16)}Z, commit ${commit}, ${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, OpenSSL ${openssl}`;
}

/** The version of an installed package. */
export function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  // Every package has one.
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** `12.3 (11.9 to 14.0)` */
export function spread({ median: middle, min, max }: Spread): string {
  return `${short(middle)} (${short(min)} to ${short(max)})`;
}

export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
