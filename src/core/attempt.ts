import type { CaptureId } from './capture.ts';
import type { Draft } from './draft/draft.ts';
import type { Failure } from './failure.ts';
import type { HeaderList } from './http/headers.ts';

/** Where a sending came from. */
export type AttemptOrigin =
  | { readonly kind: 'replay'; readonly captureId: CaptureId; readonly mode: 'exact' | 'resigned' | 'edited' }
  | { readonly kind: 'forge' }
  | { readonly kind: 'collection'; readonly collectionId: string; readonly itemId: string }
  /** One attempt of a delivery, or one request of a burst; `number` from 1. */
  | { readonly kind: 'delivery'; readonly deliveryId: string; readonly number: number }
  | { readonly kind: 'burst'; readonly burstId: string; readonly number: number }
  /**
   * A capture on its way to a target of its endpoint's forward, at its arrival or later. `mayBeTwice`: an earlier try may have
   * reached the target, also one that a crash left no attempt of.
   */
  | {
      readonly kind: 'forward';
      readonly captureId: CaptureId;
      readonly targetId: string;
      readonly mayBeTwice: boolean;
    };

export type AttemptOutcome =
  | { readonly kind: 'replied'; readonly status: number; readonly bodyBytes: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Milliseconds from the start of the sending, monotonic; null where it was not reached or does not apply. */
export interface AttemptTimings {
  readonly connectedMs: number | null;
  readonly tlsMs: number | null;
  readonly sentMs: number | null;
  readonly firstByteMs: number | null;
  readonly totalMs: number;
}

/** One sending and its outcome, as a row. */
export interface AttemptSummary {
  readonly id: number;
  readonly at: number;
  readonly origin: AttemptOrigin;
  readonly method: string;
  readonly url: string;
  /** Scheme it was signed with at sending; null when sent as it stood. */
  readonly signedWith: string | null;
  readonly outcome: AttemptOutcome;
  readonly durationMs: number;
}

/** Everything that was sent and came back. Bodies over 256 KiB are cut here and fetched by id. */
export interface AttemptDetail extends AttemptSummary {
  readonly timings: AttemptTimings;
  readonly request: { readonly target: string; readonly headers: HeaderList; readonly bodyBytes: number };
  readonly reply: {
    readonly status: number;
    readonly reason: string;
    readonly httpVersion: string;
    readonly headers: HeaderList;
    readonly trailers: HeaderList;
    readonly bodyBytes: number;
    readonly truncated: boolean;
  } | null;
}

/** What the sender hands to the store. */
export interface NewAttempt extends Omit<AttemptDetail, 'id'> {
  readonly requestBody: Uint8Array;
  readonly replyBody: Uint8Array;
  /** The draft as it was sent from, to send or save it again. */
  readonly draft: Draft;
}
