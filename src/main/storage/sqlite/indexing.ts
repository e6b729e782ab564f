import type { Failure } from '../../../core/failure.ts';
import type { Result } from '../../../core/result.ts';
import type { InBackground } from '../background.ts';
import type { ReaderCalls, SegmentWorkRequest, WriterCalls } from './protocol.ts';
import type { WorkerClient } from './worker-client.ts';

export interface IndexingOptions {
  /**
   * Ids a segment covers: of the newest captures, and of the others, whose segments are made of small ones. A search reads up to `small`
   * captures without it.
   */
  readonly small: number;
  readonly large: number;
  /** How long after a change the index follows. */
  readonly afterMs: number;
}

export const INDEXING: IndexingOptions = { small: 512, large: 8192, afterMs: 1000 };

/** More captures than this within `afterMs`: the cores are wanted elsewhere. */
const BUSY_APPENDS = 200;
/** The share of the time that the index is made in: while captures come in fast, and otherwise. */
const BUSY_SHARE = 0.1;
const IDLE_SHARE = 0.7;
/** After a disk refused the index, it is left alone for as long. */
const REFUSED_MS = 60_000;

/** Captures that are deleted or salvaged come in steps, with pauses; more in a row has a cause that does not pass. */
const MOST_OUTDATED = 20;

/** What is known of the making of the search index. */
export interface IndexingProgress {
  /** Captures that it still has to come to, about; 0: it has followed all of them. */
  readonly left: number;
}

/** Fewer captures than this are indexed before anybody has read that they are. */
const SHOWN_LEFT = 50_000;

/** Says how far the index is only where that takes long. */
export function worthShowing(show: (left: number) => void): (progress: IndexingProgress) => void {
  let shown = 0;
  return ({ left }) => {
    const next = left < SHOWN_LEFT ? 0 : left;
    if (next !== shown) show(next);
    shown = next;
  };
}

/** Makes the search index behind the captures, never on their way: in a worker of its own that only reads the history. */
export interface Indexing {
  appended(): void;
  /** Captures were deleted: the index is to forget them. */
  deleted(): void;
  /** A search may have found a segment damaged. */
  searched(): void;
  /** The rest is left to the next start. */
  stop(): Promise<void>;
}

export interface IndexingParts {
  readonly writer: WorkerClient<WriterCalls>;
  readonly reader: WorkerClient<ReaderCalls>;
  /** Starts the worker that makes segments: another reader. */
  readonly startMaker: () => Promise<Result<{ readonly client: WorkerClient<ReaderCalls> }, Failure>>;
  readonly onFault: (failure: Failure) => void;
  readonly onProgress: (progress: IndexingProgress) => void;
  readonly inBackground: InBackground;
}

export function createIndexing(parts: IndexingParts, options: IndexingOptions = INDEXING): Indexing {
  const { writer, reader, startMaker, onFault, onProgress } = parts;
  let appends = 0;
  let isReviewDue = false;
  /** Segments made in a row that were out of date when they were there. */
  let outdated = 0;
  let isWanted = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let endPause: () => void = () => undefined;
  /** The worker that makes segments, while there are some to make. */
  const makers: WorkerClient<ReaderCalls>[] = [];

  /** A while later, once, and after what is under way: a run sees everything that came before it. */
  function want(afterMs = options.afterMs): void {
    isWanted = true;
    if (stopped || isRunning || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      isWanted = false;
      isRunning = true;
      // Where a bug ended it. Where that was the history's fault, the reader has said so.
      let nextMs: number | null = REFUSED_MS;
      const noted = run().then((ms) => {
        nextMs = ms;
      });
      running = parts.inBackground(noted).then(() => {
        isRunning = false;
        if (isWanted || nextMs !== null) want(nextMs ?? options.afterMs);
      });
    }, afterMs);
    timer.unref();
  }

  /** Gives how long to wait before it is tried again, when it was not completed. */
  async function run(): Promise<number | null> {
    const started = async (): Promise<WorkerClient<ReaderCalls> | null> => {
      const [maker] = makers;
      if (maker !== undefined) return maker;
      const starting = await startMaker();
      if (!starting.ok) {
        onFault(starting.failure);
        return null;
      }
      makers.push(starting.value.client);
      return starting.value.client;
    };
    try {
      while (!stopped) {
        const isBusy = appends > BUSY_APPENDS;
        appends = 0;
        const from = performance.now();
        const done = await step(started);
        if (done !== 'more') return done === 'refused' ? REFUSED_MS : null;
        const took = performance.now() - from;
        await pause(took / (isBusy ? BUSY_SHARE : IDLE_SHARE) - took);
      }
      return null;
    } finally {
      // Its heap and its page cache go with it.
      for (const maker of makers.splice(0)) await maker.close();
    }
  }

  /** One segment, or whatever else is next. */
  async function step(maker: () => Promise<WorkerClient<ReaderCalls> | null>): Promise<'more' | 'all' | 'refused'> {
    const request: SegmentWorkRequest = { small: options.small, large: options.large, review: false };
    let asked = await reader.call('segmentWork', request);
    if (!asked.ok) return 'refused';
    if (asked.value.make === null && asked.value.drop.length === 0 && isReviewDue) {
      // It counts the captures of every segment: nothing to keep a list waiting for.
      asked = (await (await maker())?.call('segmentWork', { ...request, review: true })) ?? asked;
      if (!asked.ok) return 'refused';
    }
    const { make, left } = asked.value;
    if (asked.value.drop.length > 0) {
      const dropped = await writer.call('dropSegments', asked.value.drop);
      return dropped.ok ? 'more' : 'refused';
    }
    if (make === null) {
      isReviewDue = false;
      const tidied = await reader.call('tidySegments', null);
      onProgress({ left });
      return tidied.ok ? 'all' : 'refused';
    }
    onProgress({ left });
    const making = await (await maker())?.call('makeSegment', make);
    if (making === undefined || !making.ok) return 'refused';
    if (making.value.kind === 'damaged') {
      const dropped = await writer.call('dropSegments', [making.value.name]);
      return dropped.ok ? 'more' : 'refused';
    }
    if (making.value.kind === 'failed') {
      onFault({ code: 'search-index-paused', detail: making.value.errno });
      return 'refused';
    }
    const put = await writer.call('putSegment', making.value.segment);
    if (!put.ok) return 'refused';
    if (put.value) {
      outdated = 0;
      return 'more';
    }
    // What it was made of has changed meanwhile: the next step makes it again, a few times.
    outdated += 1;
    const tidied = await reader.call('tidySegments', null);
    return tidied.ok && outdated < MOST_OUTDATED ? 'more' : 'refused';
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = setTimeout(resolve, ms);
      over.unref();
      endPause = () => {
        clearTimeout(over);
        resolve();
      };
    });
  }

  // What an earlier run left to do.
  want();

  return {
    appended() {
      appends += 1;
      // Called for each capture.
      if (timer === null && !isWanted) want();
    },
    deleted() {
      isReviewDue = true;
      want();
    },
    searched: () => want(),
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      endPause();
      // What it has not finished is made at the next start: closing does not wait for it.
      await Promise.all(makers.map((maker) => maker.abandon()));
      await running;
    },
  };
}
