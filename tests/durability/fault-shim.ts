import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';

/** The numbers of the control file, in the order of `fault-shim.c`. */
const FIELDS = [
  'syncErrno',
  'syncsToFail',
  'writeErrno',
  'writesToFail',
  'syncDelayMs',
  'killAtCall',
  'syncs',
  'writes',
  'failed',
] as const;

export type Fault = (typeof FIELDS)[number];

/** Faults of the disk under a history file, in a process started with `env`. They may be changed while it runs. */
export interface Faults {
  readonly env: Readonly<Record<string, string>>;
  /** What a power loss would leave of the file: a folder with the copies of the last syncs. */
  readonly durableDir: string;
  set(values: Partial<Record<Fault, number>>): void;
  get(name: Fault): number;
}

export const EIO = constants.errno.EIO;
export const ENOSPC = constants.errno.ENOSPC;

/** Why faults cannot be injected here; null: they can. */
export const noFaultsHere = whyNot();

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'the shim is for Linux';
  return spawnSync('cc', ['--version']).status === 0 ? null : 'there is no C compiler (cc)';
}

/** Compiles the shim. `keepDurable`: copies the files at each sync, which costs time. */
export async function prepareFaults({ keepDurable = false } = {}): Promise<Faults> {
  const dir = await tempDir();
  const [shim, control, durableDir] = [join(dir, 'fault-shim.so'), join(dir, 'control'), join(dir, 'durable')];
  const source = join(import.meta.dirname, 'fault-shim.c');
  const compiled = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-Wall', '-o', shim, source], { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`the shim was not compiled: ${compiled.stderr}`);
  await mkdir(durableDir);
  await writeFile(control, new Uint8Array(4 * FIELDS.length));
  const descriptor = openSync(control, 'r+');
  onTestFinished(() => closeSync(descriptor));
  const place = (name: Fault): number => 4 * FIELDS.indexOf(name);
  return {
    env: {
      LD_PRELOAD: shim,
      FAULTS_FILES: 'history.db',
      FAULTS_CONTROL: control,
      ...(keepDurable ? { FAULTS_DURABLE: durableDir } : {}),
    },
    durableDir,
    set(values) {
      // In the order of the numbers: an errno is there before anything fails with it.
      for (const name of FIELDS) {
        const value = values[name];
        if (value !== undefined) writeSync(descriptor, new Int32Array([value]), 0, 4, place(name));
      }
    },
    get(name) {
      const value = new Int32Array(1);
      readSync(descriptor, value, 0, 4, place(name));
      return value[0] ?? 0;
    },
  };
}
