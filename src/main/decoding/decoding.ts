import type { Logger } from 'pino';
import type { Failure, SearchEnd } from '../../core/failure.ts';
import { fail, type Result } from '../../core/result.ts';
import type { ContentCoding, DecodedBody } from '../../core/view/content-coding.ts';
import { askDisposableWorker, failureOf } from '../disposable-worker.ts';
import { createTurns } from '../turns.ts';

/** What a decoding worker is asked; it answers with one `DecodedBody`. */
export interface DecodeTask {
  readonly bytes: Uint8Array;
  /** In the order the sender applied them. */
  readonly codings: readonly ContentCoding[];
  /** The bytes are only the beginning. */
  readonly incomplete: boolean;
}

/** Content codings undone for a view, each body in a worker of its own that is thrown away. */
export interface Decoding {
  /** Failure: `decoding-ended`. What is wrong with the body is in the answer. */
  decode(task: DecodeTask): Promise<Result<DecodedBody, Failure>>;
  /** Ends what is under way and takes no more. Resolves when the last worker is gone. Idempotent. */
  close(): Promise<void>;
}

export interface DecodingLimits {
  /** Workers at a time: they compete with capturing for the machine's cores. */
  readonly concurrent: number;
  /** Bodies that may wait for their turn: a multipart body shows its first parts at once. */
  readonly waiting: number;
  readonly heapMiB: number;
  /** From the start of a worker to its answer, in ms; 8 MiB come out in a twentieth of it. */
  readonly timeMs: number;
}

const usualDecodingLimits: DecodingLimits = { concurrent: 2, waiting: 64, heapMiB: 64, timeMs: 5_000 };

export interface DecodingOptions {
  /** The entry file of the workers. */
  readonly worker: URL;
  readonly log: Logger;
  readonly limits?: Partial<DecodingLimits>;
}

export function createDecoding({ worker, log, limits = {} }: DecodingOptions): Decoding {
  const { concurrent, waiting, heapMiB, timeMs } = { ...usualDecodingLimits, ...limits };
  const turns = createTurns(concurrent);
  const control = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  async function decode(task: DecodeTask): Promise<Result<DecodedBody, Failure>> {
    const release = await turns.take(control.signal);
    if (release === null) return fail(failureOf(control.signal));
    try {
      const options = { worker, name: 'decode', log, heapMiB, timeMs, ended };
      return await askDisposableWorker<DecodedBody>(options, task, control.signal);
    } finally {
      release();
    }
  }

  return {
    async decode(task) {
      if (control.signal.aborted) return fail(ended('closing'));
      if (turns.free === 0 && turns.waiting >= waiting) return fail(ended('busy'));
      const decoding = decode(task);
      underWay.add(decoding);
      try {
        return await decoding;
      } finally {
        underWay.delete(decoding);
      }
    },
    async close() {
      control.abort(ended('closing'));
      await Promise.allSettled(underWay);
    },
  };
}

function ended(cause: SearchEnd): Failure {
  return { code: 'decoding-ended', cause };
}
