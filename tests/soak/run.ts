import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refusalCounts } from '../../src/core/listener.ts';
import { bundlePrograms } from '../support/bundle-programs.ts';
import { type EngineFigures, startEngineProcess } from './engine-process.ts';
import { growth, type Sample } from './growth.ts';
import { createLoad, type LoadFigures, percentile } from './load.ts';
import { slowAttacks } from './slow-attacks.ts';

/** The bounds of what may grow are in `growth.ts`. */
const USAGE = `npm run soak -- [--minutes M] [--per-second N]
Steady load with a burst in each round against the real engine in a process of its own, and what it holds on to over time; then slow
attacks, where slowhttptest is installed. Ends with 1 when something grows or is lost. Defaults: 10 and 200.
`;

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, 'per-second': { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(USAGE);
  process.exit();
}
const minutes = Number(values.minutes ?? 10);
const perSecond = Number(values['per-second'] ?? 200);
if (!(minutes > 0) || !(perSecond > 0)) throw new Error('--minutes and --per-second take numbers above 0');

/** Enough rounds that a trend is one, and none under three seconds. */
const ROUNDS = Math.max(6, Math.min(60, Math.floor((minutes * 60) / 5)));
const BURST = 1000;
const BURST_CONNECTIONS = 64;
const MiB = 1024 * 1024;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const columns = [
  'min',
  'rss',
  'heap',
  'workers',
  'ext',
  'handles',
  'fds',
  'loop',
  'p50',
  'p99',
  'max',
  'burst/s',
  'b.p99',
  'rows',
  'refused',
];
const row = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padStart(8)).join('');

process.once('exit', await bundlePrograms());
const dataDir = mkdtempSync(join(tmpdir(), 'hookproof-soak-'));
const engine = await startEngineProcess(dataDir, { settings: { capture: { timeoutMs: 10_000 } } });
const load = createLoad(engine.port);
const problems: string[] = [];
const samples: Sample[] = [];
let acknowledged = 0;
try {
  print(
    `${minutes} min, ${perSecond} requests/s, a burst of ${BURST} in each of ${ROUNDS} rounds. MiB and ms; after a garbage collection.`,
  );
  print(row(columns));
  const began = performance.now();
  for (let round = 1; round <= ROUNDS; round++) {
    const untilMs = (minutes * 60_000 * round) / ROUNDS;
    const burstBegan = performance.now();
    const burst = await load.burst(BURST, BURST_CONNECTIONS);
    const burstMs = performance.now() - burstBegan;
    const steady = await load.steady(perSecond, Math.max(1000, untilMs - (performance.now() - began)));
    const figures = await engine.figures();
    acknowledged += burst.acknowledged + steady.acknowledged;
    const p99 = percentile(steady.latencies, 0.99);
    samples.push({ ...figures, p99 });
    print(row(cellsOf(performance.now() - began, figures, steady, burst, burstMs)));
    for (const [status, count] of [...steady.refused, ...burst.refused]) {
      problems.push(`round ${round}: ${count} well-formed requests were answered with ${status}`);
    }
    for (const [status, count] of [...steady.broken, ...burst.broken]) {
      // A sender that is not HTTP or leaves gets a 400, or has left before it.
      if (status !== 400 && status !== 0) problems.push(`round ${round}: ${count} broken senders got ${status}`);
    }
    if (steady.sent === 0) problems.push(`round ${round}: nothing was sent`);
  }
  load.close();
  const last = await settled();
  if (last.counters.captures < acknowledged)
    problems.push(`${acknowledged} acknowledged, ${last.counters.captures} stored`);
  if (last.counters.inFlightBytes !== 0) problems.push(`${last.counters.inFlightBytes} bytes stay in flight`);
  print(`${acknowledged} acknowledged, ${last.counters.captures} stored of ${last.counters.connections} connections`);
  for (const { count, words } of refusalCounts(last.counters)) print(`  ${count} refused: ${words}`);
  problems.push(...growth(samples));
  const slow = await slowAttacks(engine, print);
  if (slow === null) print('slowhttptest is not installed: slow attacks skipped');
  else problems.push(...slow);
} finally {
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
for (const problem of problems) print(`FAILED: ${problem}`);
print(problems.length === 0 ? 'nothing grows, nothing is lost' : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** When the last connections are gone. */
async function settled(): Promise<EngineFigures> {
  let figures = await engine.figures();
  for (let tries = 0; figures.counters.openConnections > 0 && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    figures = await engine.figures();
  }
  return figures;
}

function cellsOf(
  sinceMs: number,
  figures: EngineFigures,
  steady: LoadFigures,
  burst: LoadFigures,
  burstMs: number,
): (string | number)[] {
  const refused = Object.values(figures.counters.refused).reduce((sum, count) => sum + count, 0);
  return [
    (sinceMs / 60_000).toFixed(1),
    ...[figures.rss, figures.heapUsed, figures.workersHeapUsed, figures.external].map((bytes) =>
      Math.round(bytes / MiB),
    ),
    figures.handles,
    figures.fds ?? '-',
    Math.round(figures.maxLoopDelayMs),
    ...[0.5, 0.99, 1].map((share) => percentile(steady.latencies, share).toFixed(1)),
    Math.round((burst.sent / burstMs) * 1000),
    percentile(burst.latencies, 0.99).toFixed(0),
    figures.counters.captures,
    refused,
  ];
}
