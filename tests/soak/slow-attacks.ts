import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EngineProcess } from './engine-process.ts';

const run = promisify(execFile);

interface Attack {
  readonly name: string;
  readonly args: readonly string[];
}

const CONNECTIONS = 400;

/** slowhttptest(1). Each for 20 s: the engine is started with ten seconds for a request. */
const attacks: readonly Attack[] = [
  { name: 'slow heads', args: ['-H', '-i', '2', '-x', '24'] },
  { name: 'slow bodies', args: ['-B', '-i', '2', '-s', '8192', '-x', '10', '-t', 'POST'] },
  { name: 'slow readers', args: ['-X', '-w', '10', '-y', '20', '-n', '2', '-z', '8', '-k', '3'] },
];

/** null: slowhttptest is not installed. Otherwise what went wrong, one sentence each. */
export async function slowAttacks(engine: EngineProcess, print: (line: string) => void): Promise<string[] | null> {
  const isThere = await run('slowhttptest', ['-h']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  if (!isThere) return null;
  const problems: string[] = [];
  for (const { name, args } of attacks) {
    const before = await engine.figures();
    let usualMs = 0;
    for (let i = 0; i < 10; i++) usualMs = Math.max(usualMs, await probe(engine.port));
    const url = `http://127.0.0.1:${engine.port}/slow`;
    const attack = run('slowhttptest', [
      ...args,
      '-c',
      `${CONNECTIONS}`,
      '-r',
      '200',
      '-l',
      '20',
      '-p',
      '5',
      '-u',
      url,
    ]);
    let slowestMs = 0;
    const probing = setInterval(() => {
      void probe(engine.port).then(
        (ms) => {
          slowestMs = Math.max(slowestMs, ms);
        },
        (error: unknown) => problems.push(`${name}: a normal request was not answered: ${error}`),
      );
    }, 250);
    await attack;
    clearInterval(probing);
    let after = await engine.figures();
    const isBusy = ({ counters }: typeof after): boolean => counters.openConnections > 2 || counters.inFlightBytes > 0;
    for (let tries = 0; isBusy(after) && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      after = await engine.figures();
    }
    const rows = after.counters.captures - before.counters.captures;
    const timeouts = (figures: typeof after): number =>
      figures.counters.refused['head-timeout'] + figures.counters.refused['body-timeout'];
    const cut = timeouts(after) - timeouts(before);
    print(
      `${name}: ${rows} captures, ${cut} of them cut off for being slow; slowest normal request ${slowestMs.toFixed(0)} ms`,
    );
    if (name !== 'slow readers' && cut < CONNECTIONS * 0.9)
      problems.push(`${name}: only ${cut} of ${CONNECTIONS} were cut off`);
    // By the machine's own measure: how long anything takes differs by more than an attack should do.
    if (slowestMs > 1000 + 10 * usualMs) problems.push(`${name}: a normal request took ${slowestMs.toFixed(0)} ms`);
    if (after.counters.inFlightBytes !== 0)
      problems.push(`${name}: ${after.counters.inFlightBytes} bytes stay in flight`);
  }
  return problems;
}

/** How long a normal request takes, in ms. */
async function probe(port: number): Promise<number> {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/probe`);
  await response.arrayBuffer();
  return performance.now() - began;
}
