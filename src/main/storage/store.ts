import type { AttemptDetail, AttemptSummary, NewAttempt } from '../../core/attempt.ts';
import type { CaptureDetail, CaptureId, CaptureReply, CaptureSummary, NewCapture } from '../../core/capture.ts';
import type { BytesSlice, CaptureListPage, CaptureListRequest } from '../../core/contract.ts';
import type { Draft } from '../../core/draft/draft.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { CaptureFilter } from '../../core/filter/filter.ts';
import type { QueuedDelivery, QueueKey } from '../../core/forward/queue.ts';
import type { Result } from '../../core/result.ts';
import type { Validity } from '../../core/secret.ts';
import type { Settings } from '../../core/settings.ts';
import type { Verdict } from '../../core/signature/verdict.ts';

/** What a capture's store row gains after it was appended. */
export interface CaptureUpdate {
  readonly id: CaptureId;
  readonly verdicts?: readonly Verdict[];
  readonly eventType?: string | null;
  readonly deliveryId?: string | null;
  readonly reply?: { readonly reply: CaptureReply; readonly body: Uint8Array; readonly replyMs: number };
  /** Also where there is no reply: a connection that a rule resets. */
  readonly replyLabel?: string | null;
  readonly endpointId?: string;
}

/** A stored request with its bytes, for judging and sending. */
export interface StoredRequest {
  readonly detail: CaptureDetail;
  readonly body: Uint8Array;
}

/** What is decided of deliveries at one moment, stored as a whole or not at all. */
export interface QueueChange {
  /** New ones, and new states of those that wait. */
  readonly put: readonly QueuedDelivery[];
  /** Those that do not wait are skipped. */
  readonly remove: readonly QueueKey[];
  /** The try that it comes of. */
  readonly attempt: NewAttempt | null;
}

export interface QueueChanged {
  readonly attempt: AttemptDetail | null;
  /** Of `put`, those whose capture is no longer there: they do not wait. */
  readonly gone: readonly QueueKey[];
}

/** A secret as it lies in the store: what the vault made of it, never its text. */
export interface SecretRow extends Validity {
  readonly id: string;
  readonly endpointId: string;
  readonly label: string;
  readonly scheme: string | null;
  readonly masked: string;
  readonly length: number;
  /** The vault's own format; opaque to the store. */
  readonly sealed: Uint8Array;
  /** Which protection sealed it (`safe-storage:keychain`, `vault-file`). */
  readonly backend: string;
  readonly createdAt: number;
}

/**
 * The history and everything else that lasts. One contract suite runs over every implementation.
 *
 * A promise that resolves means durable (SQLite: committed with `synchronous=FULL`). Methods that return `Result` fail
 * with `storage-full`, `storage-failed` or `store-damaged`, and then nothing of the call was stored; a rejected promise is a bug.
 */
export interface Store {
  /**
   * Appends one capture and gives its row. Concurrent calls share a commit and are numbered in the order of the calls.
   * A capture of an endpoint that was deleted meanwhile goes to the catch-all. The caller keeps its bytes.
   */
  append(capture: NewCapture): Promise<Result<CaptureSummary, Failure>>;
  /**
   * Changes rows; ids that are gone are skipped. Gives the changed rows that are visible, for announcing them; with them
   * later captures of the same delivery, which count on from a changed one.
   */
  update(updates: readonly CaptureUpdate[]): Promise<Result<readonly CaptureSummary[], Failure>>;

  list(request: CaptureListRequest): Promise<CaptureListPage>;
  detail(id: CaptureId): Promise<CaptureDetail | null>;
  bytes(id: CaptureId, part: 'body' | 'raw' | 'reply', offset: number, maxBytes: number): Promise<BytesSlice | null>;
  /** The whole request. null when it is gone. */
  request(id: CaptureId): Promise<StoredRequest | null>;
  /** Ids of visible captures of the filter, oldest first, after `after`: for judging again, and for export. */
  ids(filter: CaptureFilter, after: CaptureId | null, limit: number): Promise<readonly CaptureId[]>;
  /**
   * Visible captures without a verdict, oldest first, after `after`: the process ended, or the disk was full, between the
   * reply and the verdict. Looks at the newest 100,000, where such captures lie.
   */
  unjudged(after: CaptureId | null, limit: number): Promise<readonly CaptureId[]>;

  /**
   * Hides matching captures under a token, with which `restore` brings them back. What an earlier clear hid is deleted
   * for good now; what was still hidden when the store was closed, at the next opening; and all of it when the disk is
   * full, for then the room counts more. Hidden captures are gone for `list`, `detail`, `bytes`, `request` and `ids`.
   */
  clear(filter: CaptureFilter): Promise<Result<{ token: string; count: number }, Failure>>;
  restore(token: string): Promise<Result<{ count: number }, Failure>>;
  /**
   * Deletes what is past the bounds: hidden captures first, but only when a bound is passed (an undo must keep working),
   * then the oldest ones; those that wait in the queue stay, past the bounds too. Attempts are bounded by the same age and count, and their bytes count with the captures'.
   * Gives the ids that went and were visible.
   */
  prune(bounds: Settings['history'], now: number): Promise<Result<{ removed: readonly CaptureId[] }, Failure>>;

  addAttempt(attempt: NewAttempt): Promise<Result<AttemptDetail, Failure>>;
  /** Newest first; of a capture its replays and its ways to the targets of a forward. `captureId` null: all. */
  attempts(captureId: CaptureId | null, limit: number): Promise<readonly AttemptSummary[]>;
  attempt(id: number): Promise<AttemptDetail | null>;
  attemptBytes(id: number, part: 'request' | 'reply', offset: number, maxBytes: number): Promise<BytesSlice | null>;
  attemptDraft(id: number): Promise<Draft | null>;

  changeQueue(change: QueueChange): Promise<Result<QueueChanged, Failure>>;
  /** In the order of the captures. They stay when their captures are cleared and when their endpoint is deleted. */
  queued(): Promise<readonly QueuedDelivery[]>;
  /** As `request`, for one that waits in the queue: also when it was cleared meanwhile. */
  queuedRequest(id: CaptureId): Promise<StoredRequest | null>;

  /** In order of creation. The catch-all is there from the first start. */
  endpoints(): Promise<readonly Endpoint[]>;
  putEndpoint(endpoint: Endpoint): Promise<Result<void, Failure>>;
  /** Moves its captures to the catch-all and deletes its secrets with it, in one transaction. */
  deleteEndpoint(id: string): Promise<Result<void, Failure>>;

  secrets(): Promise<readonly SecretRow[]>;
  putSecret(secret: SecretRow): Promise<Result<void, Failure>>;
  deleteSecret(id: string): Promise<Result<void, Failure>>;

  /** Small values of the engine's own (confirmed targets, …), by name. */
  value(name: string): Promise<string | null>;
  putValue(name: string, value: string): Promise<Result<void, Failure>>;

  /** Waits for what is under way, then closes. Idempotent. */
  close(): Promise<void>;
}
