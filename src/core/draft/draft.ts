import type { HeaderList } from '../http/headers.ts';

/** An unsent request. `url` is the whole target URL; headers are sent as listed (see `sendable` for the stated rule). */
export interface Draft {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** How to sign at the moment of sending: fresh timestamp, signature headers replaced. null: sent as it stands. */
  readonly signing: Signing | null;
}

export interface Signing {
  readonly scheme: string;
  /** A stored secret; the draft never holds a secret itself. */
  readonly secretId: string;
  /** The URL that a URL-signing scheme signs; null: the draft's own `url`. */
  readonly signedUrl: string | null;
}
