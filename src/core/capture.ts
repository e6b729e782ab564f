import type { HeaderList } from './http/headers.ts';
import type { Verdict } from './signature/verdict.ts';

/** Ascending in the order of arrival, never reused: the store's AUTOINCREMENT key. */
export type CaptureId = number;

/** `request`: the parser accepted it. `malformed`: it did not, and only raw bytes and the reason are known. */
export type CaptureKind = 'request' | 'malformed';

/** `truncated`: over the body limit, cut there. `aborted`: the sender left or stalled before the end. */
export type Completeness = 'complete' | 'truncated' | 'aborted';

/** `local`: the sender dialled the listener itself. `tunnel`: it came through the public URL. */
export type CaptureVia = 'local' | 'tunnel' | 'import';

export interface MalformedReason {
  /** llhttp's code (`HPE_INVALID_METHOD`) or one of ours (`timeout-head`, `timeout-body`, `connect`, …). */
  readonly code: string;
  /** One sentence for the user: "The sender speaks TLS to the plain port." */
  readonly message: string;
}

/** Attempts of one delivery are counted up to here: a sender may repeat an id a million times. */
export const MAX_DELIVERY_ATTEMPT = 100;

/** What the listener hands to the inbox and the inbox to the store: everything known of a request, before judgement. */
export interface NewCapture {
  readonly kind: CaptureKind;
  readonly endpointId: string;
  /** Wall clock at the first byte, in ms since the epoch. Ordering never uses it (clocks jump); the id does. */
  readonly receivedAt: number;
  readonly via: CaptureVia;
  readonly peer: { readonly address: string; readonly port: number };
  /** Empty for malformed captures whose request line could not be read. */
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
  readonly trailers: HeaderList;
  readonly completeness: Completeness;
  /** Length that the sender declared, when it did. */
  readonly declaredBodyBytes: number | null;
  readonly malformed: MalformedReason | null;
  /** Milliseconds from the first byte to the end of the head and to the end of the body, monotonic clock. */
  readonly timings: { readonly headMs: number; readonly bodyMs: number };
  /** Every byte of the request as it came over the socket, framing included. */
  readonly raw: Uint8Array;
  /** The content without transfer coding. A view into `raw` wherever the body stands there in one piece. */
  readonly body: Uint8Array;
}

/** One row of the list. Never carries header values or bodies. */
export interface CaptureSummary {
  readonly id: CaptureId;
  readonly kind: CaptureKind;
  readonly endpointId: string;
  readonly receivedAt: number;
  readonly via: CaptureVia;
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly contentType: string | null;
  /** Provider's event name, where the scheme's metadata or the body's usual fields give one. */
  readonly eventType: string | null;
  readonly deliveryId: string | null;
  /**
   * 1 for the first capture of a delivery id, counted by scheme and endpoint; 2 for its first retry, …, at most
   * `MAX_DELIVERY_ATTEMPT`. It stays when the earlier ones are gone. null: no scheme or no delivery id.
   */
  readonly deliveryAttempt: number | null;
  readonly bodyBytes: number;
  readonly rawBytes: number;
  /** Lower-case hex SHA-256 of the body. */
  readonly bodySha256: string;
  readonly completeness: Completeness;
  readonly malformed: MalformedReason | null;
  readonly replyStatus: number | null;
  /** First byte received to reply handed to the socket, in ms; null until the reply was sent. */
  readonly replyMs: number | null;
  /** What answered, in a few words (`Slack URL verification`, a rule's name); null: the default reply or a limit. */
  readonly replyLabel: string | null;
  /** The verdict that counts first; empty until the capture was judged. */
  readonly verdicts: readonly Verdict[];
}

/** The reply that the sender of a capture got. Its body is fetched by id. */
export interface CaptureReply {
  readonly status: number;
  readonly headers: HeaderList;
  readonly bodyBytes: number;
  /** What chose this reply: a part of the endpoint's way to answer, or a limit or fault of the listener's. */
  readonly source: 'handshake' | 'rule' | 'forward' | 'default' | 'limit' | 'malformed' | 'storage';
}

export interface CaptureDetail extends CaptureSummary {
  readonly peer: { readonly address: string; readonly port: number };
  readonly headers: HeaderList;
  readonly trailers: HeaderList;
  readonly declaredBodyBytes: number | null;
  readonly timings: { readonly headMs: number; readonly bodyMs: number };
  /** Lower-case hex SHA-256 of the raw bytes, as stored at capture. */
  readonly rawSha256: string;
  /** Computed at each reading: false when the stored bytes, or the body, no longer have the SHA-256 they were captured with. */
  readonly rawIntact: boolean;
  readonly reply: CaptureReply | null;
}
