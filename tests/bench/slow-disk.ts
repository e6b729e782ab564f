import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonRequest } from './capture.ts';
import { loadTool } from './load.ts';
import type { Report } from './run.ts';
import { bare, ours, type ServerKind, startOurs } from './servers.ts';
import { compareUnderLoad, loadTable } from './under-load.ts';

const DELAYS_MS = [5, 20] as const;

/** Captures on a disk whose every sync takes longer: what a notebook's or a rented disk does. */
export async function benchmark(rounds: number): Promise<Report> {
  if (process.platform !== 'linux' || spawnSync('cc', ['--version']).error !== undefined) {
    return { markdown: 'Not measured: it needs Linux and a C compiler (cc).', data: null };
  }
  const dir = await mkdtemp(join(tmpdir(), 'hookproof-slow-disk-'));
  try {
    const shim = join(dir, 'fault-shim.so');
    const source = fileURLToPath(new URL('../durability/fault-shim.c', import.meta.url));
    const compiled = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', shim, source], { encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(`the shim was not compiled: ${compiled.stderr}`);
    const slow: ServerKind[] = [];
    for (const delayMs of DELAYS_MS) {
      const control = join(dir, `control-${delayMs}`);
      await writeFile(control, new Uint8Array(new Int32Array(CONTROL.with(SYNC_DELAY, delayMs)).buffer));
      const env = { LD_PRELOAD: shim, FAULTS_FILES: 'history.db', FAULTS_CONTROL: control };
      slow.push({ name: `${ours.name}, each sync ${delayMs} ms longer`, start: () => startOurs({ env }) });
    }
    const plan = { requests: [jsonRequest(1024)], connections: 32, seconds: 3, warmUpSeconds: 1 };
    const compared = await compareUnderLoad([bare, ours, ...slow], plan, rounds);
    return {
      markdown: `Load: ${loadTool}. Bodies of 1 KiB, 32 connections:\n\n${loadTable(compared, [])}`,
      data: { load: loadTool, measured: compared },
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The shim's numbers, and which of them is the delay of a sync (`enum` in fault-shim.c). */
const CONTROL: readonly number[] = Array.from({ length: 16 }, () => 0);
const SYNC_DELAY = 4;
