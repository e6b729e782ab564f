import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INDEXING, type IndexingOptions } from '../../src/main/storage/sqlite/indexing.ts';
import { MIGRATIONS } from '../../src/main/storage/sqlite/migrations.ts';
import { openSqliteStore, type SqliteStore } from '../../src/main/storage/sqlite/sqlite-store.ts';
import { programUrl } from '../support/programs.ts';
import { writeHistory } from './history.ts';

/** Rows of a full run and of the short form. */
export const FULL_ROWS = 1_000_000;
export const SHORT_ROWS = 20_000;

const workers = {
  writer: programUrl('storage-writer'),
  reader: programUrl('storage-reader'),
};

/** A history of so many captures in the folder for temporary files; the one of an earlier run when it is there (3.3 GB a million). */
export async function largeHistory(rows: number): Promise<string> {
  const file = join(tmpdir(), `hookproof-bench-${rows}-v${MIGRATIONS.length}.db`);
  if (!existsSync(file)) {
    process.stderr.write(`writing ${file}: ${rows} captures\n`);
    const unfinished = `${file}.unfinished`;
    rmSync(unfinished, { force: true });
    await writeHistory(unfinished, rows);
    renameSync(unfinished, file);
  }
  return file;
}

export async function openLarge(
  file: string,
  options: { readonly indexing?: IndexingOptions } = {},
): Promise<SqliteStore> {
  const opened = await openSqliteStore({ file, workers, ballastBytes: 64 * 1024, ...options });
  if (opened.ok) return opened.value;
  throw new Error(`the history was not opened: ${JSON.stringify(opened.failure)}`);
}

/** For a store that leaves its search index as it is. */
export const notIndexing: IndexingOptions = { ...INDEXING, afterMs: 0x7fff_ffff };

/** Makes what the search index lacks, as fast as the app does when nothing else is to be done. Gives the time in ms. */
export async function index(file: string): Promise<number> {
  const from = performance.now();
  const made = Promise.withResolvers<void>();
  const opened = await openSqliteStore({
    file,
    workers,
    ballastBytes: 64 * 1024,
    indexing: { ...INDEXING, afterMs: 0 },
    onIndexing({ left }) {
      if (left === 0) made.resolve();
    },
  });
  if (!opened.ok) throw new Error(`the history was not opened: ${JSON.stringify(opened.failure)}`);
  await made.promise;
  await opened.value.close();
  return performance.now() - from;
}

export function fileBytes(file: string): number {
  return statSync(file).size;
}
