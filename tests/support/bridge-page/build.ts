import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Builds the page into a new folder, to be served in the place of `out/renderer`. The caller removes it. */
export async function buildBridgePage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hookproof-bridge-page-'));
  await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    outfile: join(folder, 'page.js'),
    bundle: true,
    format: 'esm',
    target: 'chrome140',
    logLevel: 'error',
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>bridge</title><script type="module" src="page.js"></script>\n',
  );
  return folder;
}
