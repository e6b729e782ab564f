import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { markdownTable, measureInTurn, ratioOf, short, spread, spreadOf } from './harness.ts';
import type { Report } from './run.ts';

const cli = fileURLToPath(new URL('../../bin/hookproof.js', import.meta.url));
const processes = fileURLToPath(new URL('processes/', import.meta.url));

/** From the start of a process to its end, or to its first line, with which it says that it listens. */
export async function benchmark(rounds: number, isShort: boolean): Promise<Report> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-start-up-'));
  const serve = [cli, 'serve', '--json', '--port', '0', '--capture-port', '0', '--data'];
  const listen = [cli, 'listen', '--json', '--port', '0', '--data'];
  const subjects = [
    { name: 'node, an empty program', measure: () => untilEnd([join(processes, 'empty.js')]) },
    {
      name: 'node:http and node:sqlite, to listening',
      measure: () => untilLine([join(processes, 'http-and-sqlite.js')]),
    },
    { name: 'hookproof --version', measure: () => untilEnd([cli, '--version']) },
    { name: 'hookproof listen, to listening', measure: () => untilLine([...listen, dataDir]) },
    { name: 'hookproof serve, to listening', measure: () => untilLine([...serve, dataDir]) },
    ...(isShort ? [] : [{ name: 'hookproof serve in a new folder', measure: () => inNewFolder(serve) }]),
  ];
  try {
    // Fills the caches of the file system and of compiled code, and makes the folder.
    for (const { measure } of subjects) await measure();
    const figures = await measureInTurn(subjects, rounds);
    const measured = subjects.map(({ name }, index) => ({
      name,
      ms: spreadOf(figures[index] ?? []),
      times: ratioOf(figures[index] ?? [], figures[0] ?? []),
    }));
    const rows = measured.map(({ name, ms, times }) => [name, spread(ms), short(times.median)]);
    const fastest = measured[0]?.ms.min ?? Number.NaN;
    const own = measured.filter(({ name }) => name.startsWith('hookproof'));
    return {
      markdown: markdownTable(['process', 'ms', 'times the empty program'], rows),
      data: { measured },
      ratios: Object.fromEntries(own.map(({ name, ms }) => [`start-up, ${name}`, fastest / ms.min])),
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function inNewFolder(serve: readonly string[]): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-start-up-'));
  try {
    return await untilLine([...serve, dataDir]);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function untilEnd(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}`);
  return performance.now() - from;
}

async function untilLine(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const early = exited.then(([code]) => {
    throw new Error(`${args.join(' ')} ended with exit code ${code}`);
  });
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), early]);
  const took = performance.now() - from;
  // Now it is meant.
  early.catch(() => undefined);
  child.kill('SIGTERM');
  await exited;
  return took;
}
