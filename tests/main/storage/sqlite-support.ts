import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../../src/core/failure.ts';
import {
  openSqliteStore,
  type SqliteStore,
  type SqliteStoreOptions,
} from '../../../src/main/storage/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { programUrl } from '../../support/programs.ts';
import { unwrap } from '../../support/store-helpers.ts';

export const workers = {
  writer: programUrl('storage-writer'),
  reader: programUrl('storage-reader'),
};

/** Small, so that a test does not write sixteen megabytes for nothing. */
const BALLAST_BYTES = 64 * 1024;

export async function openAt(
  file: string,
  options: Partial<SqliteStoreOptions> = {},
): Promise<{ store: SqliteStore; faults: Failure[] }> {
  const faults: Failure[] = [];
  const onFault = (failure: Failure): void => {
    faults.push(failure);
  };
  const opened = await openSqliteStore({ file, workers, onFault, ballastBytes: BALLAST_BYTES, ...options });
  return { store: unwrap(opened), faults };
}

export async function openTemporary(): Promise<{ store: Store; discard: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'hookproof-store-'));
  const { store } = await openAt(join(dir, 'history.db'));
  return { store, discard: () => rm(dir, { recursive: true, force: true }) };
}

/** A store whose search index follows at once, in segments of `small` and of 16 captures. */
export async function openIndexed(
  file: string,
  small = 4,
): Promise<{ store: SqliteStore; faults: Failure[]; settled: () => Promise<void> }> {
  let left = Number.NaN;
  const heard = new Set<() => void>();
  const { store, faults } = await openAt(file, {
    indexing: { small, large: 16, afterMs: 0 },
    onIndexing(progress) {
      left = progress.left;
      for (const each of heard) each();
    },
  });
  /** Until the index has followed what came before. */
  const settled = async (): Promise<void> => {
    for (let rounds = 0; rounds < 2 || left !== 0; rounds++) {
      const next = new Promise<void>((resolve) => heard.add(resolve));
      // A search has the index looked after.
      await store.list({ filter: { texts: ['nothing'] }, before: null, limit: 1 });
      await next;
      heard.clear();
    }
  };
  return { store, faults, settled };
}
