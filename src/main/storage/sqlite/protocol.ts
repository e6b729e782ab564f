import type { AttemptDetail, AttemptSummary, NewAttempt } from '../../../core/attempt.ts';
import type { CaptureDetail, CaptureId, NewCapture } from '../../../core/capture.ts';
import type { BytesSlice, CaptureListPage, CaptureListRequest } from '../../../core/contract.ts';
import type { Draft } from '../../../core/draft/draft.ts';
import type { Endpoint } from '../../../core/endpoint.ts';
import type { Failure } from '../../../core/failure.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import type { QueuedDelivery } from '../../../core/forward/queue.ts';
import type { Result } from '../../../core/result.ts';
import type { Settings } from '../../../core/settings.ts';
import type { StoredFacts } from '../capture-row.ts';
import type { IdRange } from '../search/segment-format.ts';
import type { NamedRange } from '../search/segment-merging.ts';
import type { CaptureUpdate, QueueChange, QueueChanged, SecretRow, StoredRequest } from '../store.ts';
import type { Adopted, Adoption } from './adoption.ts';
import type { HistoryCheck } from './history-check.ts';

/**
 * A capture on its way to the writer, as texts: one of JSON crosses in a third of the time that its values take one by one. Beside
 * it go its bytes, `raw` first, the body as a place in them wherever it lies there and after them where it does not.
 */
export interface AppendInput {
  /** JSON of `AppendFacts`. */
  readonly facts: string;
  /** JSON of header lists, as they are stored. */
  readonly headers: string;
  readonly trailers: string;
  readonly body: { readonly offset: number; readonly length: number } | null;
}

export interface AppendFacts extends Omit<NewCapture, 'raw' | 'body' | 'headers' | 'trailers'> {
  readonly contentType: string | null;
}

/** Updates on their way to the writer. The bodies of replies go beside it; many are the same one. */
export interface UpdateInput {
  /** JSON of `CrossingUpdate`s. */
  readonly updates: string;
}

export interface CrossingUpdate extends Omit<CaptureUpdate, 'reply'> {
  /** `body`: which of the bytes beside it. */
  readonly reply?: Omit<NonNullable<CaptureUpdate['reply']>, 'body'> & { readonly body: number };
}

/** A step of a long change. Each is a short transaction of its own, and captures get in between two. */
export interface Step {
  readonly more: boolean;
}

/** What the writer worker does. One commit holds everything that was asked for in one turn of its event loop. */
export interface WriterCalls {
  append(input: AppendInput, bytes: readonly Uint8Array[]): StoredFacts;
  /** Gives JSON of the changed rows. */
  update(input: UpdateInput, bytes: readonly Uint8Array[]): string;
  hide(input: { readonly token: string; readonly ids: readonly CaptureId[] }): number;
  restore(input: { readonly token: string }): Step & { readonly count: number };
  /** Deletes what was hidden under the token. */
  purge(input: { readonly token: string }): Step;
  prune(input: {
    readonly bounds: Settings['history'];
    readonly now: number;
  }): Step & { removed: readonly CaptureId[] };
  /** Gives free pages back to the disk: when there are many, when the disk is full, or `all` of them. Says whether it is full. */
  shrink(input: { readonly all: boolean }): Step & { readonly full: boolean };
  addAttempt(input: NewAttempt): AttemptDetail;
  changeQueue(input: QueueChange): QueueChanged;
  putEndpoint(input: Endpoint): void;
  deleteEndpoint(input: { readonly id: string }): void;
  putSecret(input: SecretRow): void;
  deleteSecret(input: { readonly id: string }): void;
  putValue(input: { readonly name: string; readonly value: string }): void;
  /** Names a segment in the place of those it covers; false when the captures or segments it was made of are no longer the same. */
  putSegment(input: MadeSegment): boolean;
  /** By name. */
  dropSegments(input: readonly string[]): void;
  /** Takes in what was read of a damaged file. */
  adopt(input: Adoption): Adopted;
}

export interface BytesRequest<Part> {
  readonly id: number;
  readonly part: Part;
  readonly offset: number;
  readonly maxBytes: number;
}

/** What a reader worker does. Long searches go on in steps; other calls get in between. */
export interface ReaderCalls {
  list(input: CaptureListRequest): Promise<CaptureListPage>;
  ids(input: {
    readonly filter: CaptureFilter;
    readonly after: CaptureId | null;
    /** The last id looked at; null: the newest. */
    readonly upTo: CaptureId | null;
    readonly limit: number;
  }): Promise<readonly CaptureId[]>;
  unjudged(input: { readonly after: CaptureId | null; readonly limit: number }): readonly CaptureId[];
  newestId(input: null): CaptureId;
  detail(input: { readonly id: CaptureId }): CaptureDetail | null;
  bytes(input: BytesRequest<'body' | 'raw' | 'reply'>): BytesSlice | null;
  request(input: { readonly id: CaptureId }): StoredRequest | null;
  queued(input: null): readonly QueuedDelivery[];
  queuedRequest(input: { readonly id: CaptureId }): StoredRequest | null;
  attempts(input: { readonly captureId: CaptureId | null; readonly limit: number }): readonly AttemptSummary[];
  attempt(input: { readonly id: number }): AttemptDetail | null;
  attemptBytes(input: BytesRequest<'request' | 'reply'>): BytesSlice | null;
  attemptDraft(input: { readonly id: number }): Draft | null;
  endpoints(input: null): readonly Endpoint[];
  secrets(input: null): readonly SecretRow[];
  value(input: { readonly name: string }): string | null;
  /** What the search index lacks. */
  segmentWork(input: SegmentWorkRequest): SegmentWork;
  /** Makes a segment's file. */
  makeSegment(input: SegmentToMake): Promise<SegmentMaking>;
  /** Deletes the files of the search index that no segment names. */
  tidySegments(input: null): void;
  /** Looks at every page and every capture. Takes long on a large file, and nothing else is answered meanwhile. */
  check(input: null): HistoryCheck;
}

/** A segment of the search index: what it covers, how many captures it was made of, and its file's name. */
export interface Segment extends NamedRange {
  readonly rows: number;
}

export interface SegmentToMake extends IdRange {
  /** The segments that cover its captures, in ascending order; none: it is made of the captures themselves. */
  readonly parts: readonly Segment[];
}

export interface MadeSegment extends IdRange {
  readonly name: string;
  /** How many captures it was made of. */
  readonly rows: number;
  readonly of:
    | { readonly kind: 'captures'; readonly idSum: number }
    | { readonly kind: 'parts'; readonly names: readonly string[] };
}

export type SegmentMaking =
  | { readonly kind: 'made'; readonly segment: MadeSegment }
  /** A part of it, by name, is of no use. */
  | { readonly kind: 'damaged'; readonly name: string }
  /** `ENOSPC` also where there is only room left that the captures may need. */
  | { readonly kind: 'failed'; readonly errno: string };

export interface SegmentWorkRequest {
  /** Ids that a segment covers: few of the newest captures, many of the others. `large` is a multiple of `small`. */
  readonly small: number;
  readonly large: number;
  /** Whether captures were deleted since the last time. */
  readonly review: boolean;
}

export interface SegmentWork {
  /** The next segment to make. */
  readonly make: SegmentToMake | null;
  /** Ids that the segments to make cover. */
  readonly left: number;
  /** Segments that are of no use: nothing or much less than before is left of what they cover, or their file cannot be read. */
  readonly drop: readonly string[];
}

export interface WriterData {
  readonly file: string;
  readonly openedAt: number;
  readonly ballastBytes: number;
  readonly maxPages: number | null;
}

export interface ReaderData {
  readonly file: string;
  /** Whether a newer Hookproof's file may be looked at, as far as its tables still have what is asked of them. */
  readonly mayBeNewer?: boolean;
  /** Whether the file is a damaged one: the worker then has `SalvageCalls` instead of `ReaderCalls`. */
  readonly isDamaged?: boolean;
  /** One Int32 of shared memory: a `GATE` value that lets the reader open the file; null: at once. */
  readonly gate: SharedArrayBuffer | null;
}

/** The reader's thread starts while the writer's still makes or migrates the file. */
export const GATE = { wait: 0, open: 1, giveUp: 2 } as const;

/** What the writer found when it opened the file. */
export interface WriterOpening {
  /** Where a damaged file was put, when there was one. */
  readonly movedTo: string | null;
  /** Clears whose captures are still hidden from an earlier run. */
  readonly hiddenTokens: readonly string[];
  /** Captures that were stored and of which the file knows nothing any more. */
  readonly missing: number;
  /** Who had the file open before did not close it. */
  readonly wasUnclean: boolean;
}

// `never` takes the place of a call's bytes, which go beside its input.
export type Input<Calls, K extends keyof Calls> = Calls[K] extends (input: infer I, bytes: never) => unknown
  ? I
  : never;
export type Output<Calls, K extends keyof Calls> = Calls[K] extends (input: never, bytes: never) => infer O
  ? Awaited<O>
  : never;

export interface CallMessage {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  /** The bytes that go with it, cut from those of the message. */
  readonly bytes: readonly Uint8Array[];
}

export type ToWorker =
  | { readonly kind: 'calls'; readonly calls: readonly SentCall[]; readonly bytes: Uint8Array }
  | { readonly kind: 'close' };

/** `lengths` of what is the call's among the message's bytes, in the order of the calls. */
export interface SentCall extends Omit<CallMessage, 'bytes'> {
  readonly lengths: readonly number[];
}

/** Gives each call its bytes back: views of the message's. */
export function receivedCalls({ calls, bytes }: Extract<ToWorker, { kind: 'calls' }>): readonly CallMessage[] {
  let at = 0;
  return calls.map(({ lengths, ...call }) => ({
    ...call,
    bytes: lengths.map((length) => {
      at += length;
      return bytes.subarray(at - length, at);
    }),
  }));
}

export type Answer =
  | { readonly id: number; readonly result: Result<unknown, Failure> }
  /** The call threw: a bug, with its stack. */
  | { readonly id: number; readonly bug: string };

export type FromWorker =
  | { readonly kind: 'opened'; readonly result: Result<unknown, Failure> }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] }
  | { readonly kind: 'fault'; readonly failure: Failure }
  /** The connection was lost to an I/O error and opened again: the file should be checked. */
  | { readonly kind: 'reopened' };
