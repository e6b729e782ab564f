import { sameBytes } from '../../../core/bytes.ts';
import type { CaptureId, NewCapture } from '../../../core/capture.ts';
import type { Failure } from '../../../core/failure.ts';
import { ok, type Result } from '../../../core/result.ts';
import { newRow } from '../capture-row.ts';
import type { Store } from '../store.ts';
import { type Clearing, createClearing } from './clearing.ts';
import {
  type AppendInput,
  GATE,
  type ReaderCalls,
  type ReaderData,
  type WriterCalls,
  type WriterData,
  type WriterOpening,
} from './protocol.ts';
import { storeReads } from './sqlite-reader.ts';
import { startWorker, type WorkerClient } from './worker-client.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  /** The workers' entry files, which lie elsewhere in a bundle than in the sources. */
  readonly workers: { readonly writer: URL; readonly reader: URL };
  /** Faults that no call can report: a damaged file moved aside, a worker that died, a disk that is full. */
  readonly onFault?: (failure: Failure) => void;
  readonly clock?: () => number;
  /** Room kept for deleting on a full disk; 16 MiB unless given. */
  readonly ballastBytes?: number;
  /** The most 4 KiB pages the file may grow to; no bound unless given. */
  readonly maxPages?: number;
}

const BALLAST_BYTES = 16 * 1024 * 1024;

/**
 * The store on disk: one worker writes, another reads, and this thread, on which requests arrive, does neither. Fails
 * with `store-newer`, `storage-full` or `storage-failed`; a damaged file is moved aside and reported as a fault.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Result<Store, Failure>> {
  const { file, workers } = options;
  const onFault = options.onFault ?? (() => undefined);
  let onFull: () => void = () => undefined;
  const writerData: WriterData = {
    file,
    openedAt: (options.clock ?? Date.now)(),
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
    onReopened: () => void check(),
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

  /** After an I/O error, in a worker of its own: a check of a large file takes long, and lists must not wait for it. */
  async function check(): Promise<void> {
    const checking = await startWorker<ReaderCalls, null>(readerOptions);
    if (!checking.ok) return onFault(checking.failure);
    const checked = await checking.value.client.call('quickCheck', null);
    await checking.value.client.close();
    if (!checked.ok) onFault(checked.failure);
    else if (checked.value !== 'ok') onFault({ code: 'storage-failed', detail: `quick_check: ${checked.value}` });
  }

  const clearing = createClearing(writer, reading.value.client, opening.hiddenTokens, onFault);
  onFull = clearing.giveUpUndo;
  return ok(storeOf(writer, reading.value.client, clearing));
}

function storeOf(writer: WorkerClient<WriterCalls>, reader: WorkerClient<ReaderCalls>, clearing: Clearing): Store {
  return {
    ...storeReads(reader),
    async append(capture) {
      const { input, transfer } = appendInput(capture);
      const stored = await writer.call('append', input, transfer);
      return stored.ok ? ok(newRow(capture, stored.value)) : stored;
    },
    update: (updates) => writer.call('update', updates),
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
      await clearing.stop();
      // The writer last: the last connection carries the log over and removes it.
      await reader.close();
      await writer.close();
    },
  };
}

/**
 * The capture as it crosses to the writer. Its bytes are copied once and the copy is handed over: the caller judges the
 * request after it is stored, so its own bytes must stay, and structured cloning of a view copies the whole buffer
 * behind it.
 */
function appendInput(capture: NewCapture): { input: AppendInput; transfer: ArrayBuffer[] } {
  const { raw, body, ...facts } = capture;
  const copy = new Uint8Array(raw);
  const offset = bodyOffset(raw, body);
  if (offset !== null) {
    return { input: { capture: facts, raw: copy, body: { offset, length: body.length } }, transfer: [copy.buffer] };
  }
  const bodyCopy = new Uint8Array(body);
  return { input: { capture: facts, raw: copy, body: bodyCopy }, transfer: [copy.buffer, bodyCopy.buffer] };
}

/** Where the body lies in the raw bytes: as a view of them, or equal to their end. null when it has to be kept apart. */
function bodyOffset(raw: Uint8Array, body: Uint8Array): number | null {
  const viewed = body.byteOffset - raw.byteOffset;
  if (body.buffer === raw.buffer && viewed >= 0 && viewed + body.length <= raw.length) return viewed;
  const end = raw.length - body.length;
  return end >= 0 && sameBytes(raw.subarray(end), body) ? end : null;
}
