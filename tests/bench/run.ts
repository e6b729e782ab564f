import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environment, environmentLine } from './harness.ts';

/** What a benchmark hands back: its tables, and the same figures for machines. */
export interface Report {
  readonly markdown: string;
  readonly data: unknown;
}

/** `tests/bench/<name>.ts` exports it. */
export type Benchmark = (rounds: number) => Promise<Report>;

const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  discovery: () => import('./discovery.ts'),
  signatures: () => import('./signatures.ts'),
  diagnosis: () => import('./diagnosis.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } },
});
const [name = ''] = positionals;
const rounds = Number(values.rounds);
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
if (load === undefined || !Number.isInteger(rounds) || rounds < 5) {
  process.stderr.write(
    `npm run bench -- NAME [--rounds N, 5 or more] [--json FILE]\nNAME: ${Object.keys(benchmarks).join(', ')}\n`,
  );
  process.exit(2);
}
const { benchmark } = await load();
const env = environment();
const { markdown, data } = await benchmark(rounds);
process.stdout.write(`${environmentLine(env)}, ${rounds} rounds in turn\n\n${markdown}\n`);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ benchmark: name, rounds, ...env, ...Object(data) }, null, 2)}\n`);
}
// A library's open timer or socket keeps nobody waiting.
process.exit(0);
