import type { TunnelCapabilities, TunnelReason } from '../../core/tunnel.ts';

/**
 * A way to a public URL. A provider only opens and closes; when to try again, whether the URL really leads here and what
 * the user reads is the supervisor's, the same for all of them.
 */
export interface TunnelProvider {
  readonly capabilities: TunnelCapabilities;
  /** One try. Never rejects, ends when the signal is aborted, and leaves nothing open unless it gives a link. */
  open(request: OpenRequest): Promise<Opened>;
}

export interface OpenRequest {
  /** The name to ask for; empty for providers that know none. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called at most once, when an opened link is gone by itself. */
  readonly lost: (loss: Loss) => void;
}

export interface Loss {
  readonly reason: TunnelReason;
  readonly message: string;
}

export type Opened =
  | { readonly kind: 'open'; readonly link: TunnelLink }
  /** Another URL was offered instead of the one asked for. Nothing was opened on it. */
  | { readonly kind: 'name-held' }
  | {
      readonly kind: 'failed';
      readonly reason: TunnelReason;
      readonly message: string;
      /** false: it fails the same way until the user changes something. */
      readonly retry: boolean;
      /** What the server asked to wait, if it did. */
      readonly waitMs?: number;
    };

export interface TunnelLink {
  /** Without a trailing slash. */
  readonly url: string;
  /** Whether opening again can help when checks through the URL fail. */
  readonly reopens: boolean;
  /** How often to check through the URL; null: the supervisor's own interval. */
  readonly probeIntervalMs: number | null;
  /** Requests that came through the link and got a reply so far; null when that is not known. */
  served(): number | null;
  /** Resolves when its sockets are gone. */
  close(): Promise<void>;
}
