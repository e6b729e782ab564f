import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROGRAM_SOURCES, PROGRAMS } from './programs.ts';

const root = join(import.meta.dirname, '..', '..');

/** Each program of the sources in one file, for hundreds of threads and processes to start from. Gives what deletes them. */
export async function bundlePrograms(): Promise<() => void> {
  const cache = join(root, 'node_modules', '.cache', 'hookproof');
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(join(cache, 'test-programs-'));
  await build({
    entryPoints: Object.fromEntries(Object.entries(PROGRAM_SOURCES).map(([name, path]) => [name, join(root, path)])),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
    // Libraries in CommonJS ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  process.env[PROGRAMS] = outdir;
  return () => rmSync(outdir, { recursive: true, force: true });
}

/** Vitest calls it before all tests, and what it gives after them. */
export default bundlePrograms;
