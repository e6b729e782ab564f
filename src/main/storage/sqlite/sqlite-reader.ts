import type { Failure } from '../../../core/failure.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { Store } from '../store.ts';
import type { Output, ReaderCalls, ReaderData } from './protocol.ts';
import { startWorker, type WorkerClient } from './worker-client.ts';

/** The history of a data folder and its named values, to look at. */
export interface StoreReader extends Pick<Store, 'list' | 'detail' | 'bytes' | 'request' | 'ids' | 'value' | 'close'> {
  /** The format, when a newer Hookproof wrote it. */
  readonly newerFormat: number | null;
}

/**
 * Opens a store that nobody writes or that another process is writing right now. Changes nothing in it. Fails with
 * `file-unreadable` when there is none, `store-newer`, or `storage-failed`.
 */
export async function openSqliteReader(options: {
  readonly file: string;
  /** The reader worker's entry file. */
  readonly reader: URL;
  /** Whether the file of a newer Hookproof may be looked at, as far as it has what is asked of it; else it is `store-newer`. */
  readonly mayBeNewer?: boolean;
}): Promise<Result<StoreReader, Failure>> {
  const data: ReaderData = { file: options.file, gate: null, mayBeNewer: options.mayBeNewer ?? false };
  const started = await startWorker<ReaderCalls, number | null>({
    name: 'reader',
    url: options.reader,
    data,
    // Nobody waits for news of a store that is only looked at: the calls themselves fail.
    onFault: () => undefined,
    onReopened: () => undefined,
  });
  if (!started.ok) return started;
  const { client, opening } = started.value;
  return ok({ ...storeReads(client), newerFormat: opening, close: () => client.close() });
}

/** The reading half of a store, by way of a reader worker. A read that the disk fails rejects. */
export function storeReads(client: WorkerClient<ReaderCalls>) {
  const read = async <K extends keyof ReaderCalls & string>(
    name: K,
    ...[input]: Parameters<ReaderCalls[K]>
  ): Promise<Output<ReaderCalls, K>> => {
    // `Parameters` of a call is its one input, which TypeScript does not see through the mapped type.
    const result = await client.call(name, input as never);
    if (result.ok) return result.value;
    throw new Error(`the history was not read (${name}): ${JSON.stringify(result.failure)}`);
  };
  return {
    list: (request) => read('list', request),
    ids: (filter, after, limit) => read('ids', { filter, after, upTo: null, limit }),
    unjudged: (after, limit) => read('unjudged', { after, limit }),
    detail: (id) => read('detail', { id }),
    bytes: (id, part, offset, maxBytes) => read('bytes', { id, part, offset, maxBytes }),
    request: (id) => read('request', { id }),
    queued: () => read('queued', null),
    queuedRequest: (id) => read('queuedRequest', { id }),
    attempts: (captureId, limit) => read('attempts', { captureId, limit }),
    attempt: (id) => read('attempt', { id }),
    attemptBytes: (id, part, offset, maxBytes) => read('attemptBytes', { id, part, offset, maxBytes }),
    attemptDraft: (id) => read('attemptDraft', { id }),
    endpoints: () => read('endpoints', null),
    secrets: () => read('secrets', null),
    value: (name) => read('value', { name }),
  } satisfies Partial<Store>;
}
