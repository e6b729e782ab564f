import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import type { Failure } from '../../../core/failure.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { SalvageState } from '../../../core/salvage.ts';
import { type InBackground, reportingBugs } from '../background.ts';
import { newRow } from '../capture-row.ts';
import { SALVAGE_VALUE } from '../salvage/salvage-job.ts';
import { createSalvaging, type Salvaging } from '../salvage/salvaging.ts';
import type { Store } from '../store.ts';
import { type Clearing, createClearing } from './clearing.ts';
import { describeError } from './connection.ts';
import { appendInput, updateInput } from './crossing.ts';
import type { HistoryCheck } from './history-check.ts';
import { createIndexing, type Indexing, type IndexingOptions, type IndexingProgress } from './indexing.ts';
import {
  GATE,
  type ReaderCalls,
  type ReaderData,
  type WriterCalls,
  type WriterData,
  type WriterOpening,
} from './protocol.ts';
import { isSearch } from './search.ts';
import { storeReads } from './sqlite-reader.ts';
import { createStartingOver } from './starting-over.ts';
import { startWorker, type WorkerClient } from './worker-client.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  /** The workers' entry files, which lie elsewhere in a bundle than in the sources. */
  readonly workers: { readonly writer: URL; readonly reader: URL };
  /** Faults that no call can report: a damaged file moved aside, a worker that died, a disk that is full. */
  readonly onFault?: (failure: Failure) => void;
  /** Bugs in work that no call waits for, as a check is; unless given, they are faults. */
  readonly onBug?: (error: unknown) => void;
  readonly clock?: () => number;
  /** Whether the disk has so little room left that every free page of the file is wanted back; no unless given. */
  readonly isShortOfRoom?: () => boolean;
  /** Room kept for deleting on a full disk; 16 MiB unless given. */
  readonly ballastBytes?: number;
  /** What is brought over from a damaged file, and how far that is. */
  readonly onSalvage?: (state: SalvageState | null) => void;
  /** Captures were brought over: lists should be read again. */
  readonly onBrought?: () => void;
  /** The most 4 KiB pages the file may grow to; no bound unless given. */
  readonly maxPages?: number;
  /** How the search index follows the captures, and how far it is behind them. */
  readonly indexing?: IndexingOptions;
  readonly onIndexing?: (progress: IndexingProgress) => void;
}

export interface SqliteStore extends Store {
  readonly salvage: Salvaging;
}

const BALLAST_BYTES = 16 * 1024 * 1024;

/**
 * The store on disk: one worker writes, another reads, and this thread, on which requests arrive, does neither. Fails
 * with `store-newer`, `storage-full` or `storage-failed`; a damaged file is moved aside and reported as a fault.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Result<SqliteStore, Failure>> {
  const { file, workers } = options;
  function onFault(failure: Failure): void {
    if (failure.code === 'store-damaged') onDamaged(failure.detail);
    options.onFault?.(failure);
  }
  const inBackground = reportingBugs(
    options.onBug ?? ((error) => onFault({ code: 'storage-failed', detail: describeError(error) })),
  );
  let onFull: () => void = () => undefined;
  let onDamaged: (finding: string) => void = () => undefined;
  const writerData: WriterData = {
    file,
    get openedAt() {
      return (options.clock ?? Date.now)();
    },
    ballastBytes: options.ballastBytes ?? BALLAST_BYTES,
    maxPages: options.maxPages ?? null,
  };
  const gate = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const readerData: ReaderData = { file, gate };
  const readerOptions = { name: 'reader', url: workers.reader, data: readerData, onFault, onReopened: () => undefined };
  const reader = startWorker<ReaderCalls, null>(readerOptions);
  const writing = await startWorker<WriterCalls, WriterOpening>({
    name: 'writer',
    url: workers.writer,
    data: writerData,
    onFault: (failure) => {
      if (failure.code === 'storage-full') onFull();
      onFault(failure);
    },
    onReopened: () => void inBackground(check()),
  });
  Atomics.store(new Int32Array(gate), 0, writing.ok ? GATE.open : GATE.giveUp);
  Atomics.notify(new Int32Array(gate), 0);
  const reading = await reader;
  if (!writing.ok) return writing;
  const { client: writer, opening } = writing.value;
  if (!reading.ok) {
    await writer.close();
    return reading;
  }
  if (opening.movedTo !== null) onFault({ code: 'store-corrupt', movedTo: opening.movedTo });
  if (opening.missing > 0) onFault({ code: 'store-shrunken', missing: opening.missing });

  const checks = new Set<WorkerClient<ReaderCalls>>();
  /**
   * After an exit that was none, and after an I/O error; in a worker of its own: a check of a large file takes long, and neither
   * the start nor lists may wait for it.
   */
  async function check(): Promise<void> {
    const checking = await startWorker<ReaderCalls, null>({ ...readerOptions, data: { file, gate: null } });
    if (!checking.ok) return onFault(checking.failure);
    const { client } = checking.value;
    checks.add(client);
    try {
      const checked = await client.call('check', null);
      // Given up, because the store is closing.
      if (!checks.has(client)) return;
      const found = checked.ok ? damageOf(checked.value) : checked.failure;
      if (found !== null) onFault(found);
    } finally {
      if (checks.delete(client)) await client.close();
    }
  }
  async function giveUpChecks(): Promise<void> {
    const running = [...checks];
    checks.clear();
    await Promise.all(running.map((client) => client.abandon()));
  }
  if (opening.wasUnclean) void inBackground(check());

  const clearing = createClearing({
    writer,
    reader: reading.value.client,
    hiddenBefore: opening.hiddenTokens,
    isShortOfRoom: options.isShortOfRoom ?? (() => false),
    onFault,
    inBackground,
  });
  onFull = clearing.giveUpUndo;
  const jobs = await reading.value.client.call('value', { name: SALVAGE_VALUE });
  if (!jobs.ok) onFault(jobs.failure);
  const salvage = createSalvaging({
    writer,
    stored: jobs.ok ? jobs.value : null,
    worker: workers.reader,
    changed: options.onSalvage ?? (() => undefined),
    brought: options.onBrought ?? (() => undefined),
    onFault,
    inBackground,
  });
  const indexing = createIndexing(
    {
      writer,
      reader: reading.value.client,
      startMaker: () => startWorker<ReaderCalls, null>({ ...readerOptions, data: { file, gate: null } }),
      onFault,
      onProgress: options.onIndexing ?? (() => undefined),
      inBackground,
    },
    options.indexing,
  );
  if (opening.hiddenTokens.length > 0) void inBackground(clearing.purged().then(indexing.deleted));
  const startingOver = createStartingOver({
    file,
    writer,
    reader: reading.value.client,
    salvage,
    giveUpChecks,
    onFault,
    inBackground,
    begun: options.onBrought ?? (() => undefined),
  });
  onDamaged = startingOver.begin;
  const beforeClose = async (): Promise<void> => {
    await startingOver.stop();
    await Promise.all([salvage.stop(), giveUpChecks(), indexing.stop()]);
  };
  const store = storeOf(writer, reading.value.client, clearing, beforeClose);
  return ok({ ...followed(store, indexing, clearing, inBackground), salvage });
}

/**
 * A row that cannot be read is damage like that of a page, and is mended as that is: it takes a page of the list with it as long as
 * it is there. null: the file is sound.
 */
function damageOf({ finding, changed, problems }: HistoryCheck): Failure | null {
  const detail = finding === 'ok' ? problems[0] : finding;
  if (detail !== undefined) return { code: 'store-damaged', detail };
  return changed > 0 ? { code: 'captures-changed', count: changed } : null;
}

/** The search index follows what changes the captures. */
function followed(store: Store, indexing: Indexing, clearing: Clearing, inBackground: InBackground): Store {
  return {
    ...store,
    append(capture) {
      indexing.appended();
      return store.append(capture);
    },
    async list(request) {
      const page = await store.list(request);
      if (isSearch(request.filter)) indexing.searched();
      return page;
    },
    async clear(filter) {
      const cleared = await store.clear(filter);
      void inBackground(clearing.purged().then(indexing.deleted));
      return cleared;
    },
    async prune(bounds, now) {
      const pruned = await store.prune(bounds, now);
      if (pruned.ok && pruned.value.removed.length > 0) indexing.deleted();
      return pruned;
    },
  };
}

function storeOf(
  writer: WorkerClient<WriterCalls>,
  reader: WorkerClient<ReaderCalls>,
  clearing: Clearing,
  beforeClose: () => Promise<void>,
): Store {
  return {
    ...storeReads(reader),
    async append(capture) {
      const { input, bytes } = appendInput(capture);
      const stored = await writer.call('append', input, bytes);
      return stored.ok ? ok(newRow(capture, stored.value)) : stored;
    },
    async update(updates) {
      const { input, bytes } = updateInput(updates);
      const changed = await writer.call('update', input, bytes);
      // The writer's own JSON of rows.
      return changed.ok ? ok(JSON.parse(changed.value) as readonly CaptureSummary[]) : changed;
    },
    clear: clearing.clear,
    restore: clearing.restore,
    async prune(bounds, now) {
      // Else captures that can still be brought back might go before those that cannot.
      await clearing.purged();
      const removed: CaptureId[] = [];
      for (let more = true; more; ) {
        const step = await writer.call('prune', { bounds, now });
        // What earlier steps removed is gone, and the screen has to hear of it.
        if (!step.ok) return removed.length === 0 ? step : ok({ removed });
        removed.push(...step.value.removed);
        more = step.value.more;
      }
      await clearing.shrink();
      return ok({ removed });
    },
    addAttempt: (attempt) => writer.call('addAttempt', attempt),
    changeQueue: (change) => writer.call('changeQueue', change),
    putEndpoint: (endpoint) => writer.call('putEndpoint', endpoint),
    deleteEndpoint: (id) => writer.call('deleteEndpoint', { id }),
    putSecret: (secret) => writer.call('putSecret', secret),
    deleteSecret: (id) => writer.call('deleteSecret', { id }),
    putValue: (name, value) => writer.call('putValue', { name, value }),
    async close() {
      await beforeClose();
      await clearing.stop();
      // The writer last: the last connection carries the log over and removes it.
      await reader.close();
      await writer.close();
    },
  };
}
