/** A tunnel's state as the screen shows it, one status for every provider. */
export type TunnelState =
  | 'down'
  | 'connecting'
  /** The provider says so and the last check through the public URL passed. */
  | 'up'
  /** Kept open, but the last check did not pass. */
  | 'degraded'
  | 'reconnecting';

export type TunnelReason =
  | 'user'
  | 'start'
  | 'registered'
  | 'name-still-held'
  | 'name-taken'
  | 'rejected'
  | 'rate-limited'
  | 'server-unreachable'
  | 'register-timeout'
  | 'bad-answer'
  | 'all-connections-lost'
  | 'probe-failed'
  | 'interstitial'
  | 'local-down'
  | 'offline'
  | 'manual';

export interface TunnelStatus {
  readonly provider: TunnelProviderId;
  readonly state: TunnelState;
  readonly reason: TunnelReason;
  /** One sentence for the user, without secrets. */
  readonly message: string;
  /** Stays while the same URL is being won back; null when the tunnel is down or has none yet. */
  readonly url: string | null;
  /** The URL before the last change, until it comes back. */
  readonly previousUrl: string | null;
  /** When `state` began, in ms since the epoch. */
  readonly since: number;
  /** Number of the current or coming try since the tunnel was last up, from 1; 0 while it is up or down. */
  readonly attempt: number;
  readonly nextRetryAt: number | null;
  /** The last check through the public URL. `ms`: its round trip, when it passed. */
  readonly lastProbe: { readonly at: number; readonly ok: boolean; readonly ms: number | null } | null;
}

export type TunnelProviderId = 'localtunnel' | 'manual';

/** What a provider does to requests on their way, shown wherever exactness matters. */
export interface TunnelCapabilities {
  readonly id: TunnelProviderId;
  readonly name: string;
  readonly requestedName: 'none' | 'best-effort';
  readonly fidelity: {
    readonly body: 'exact' | 'unknown';
    readonly headers: 'exact' | 'rewritten' | 'unknown';
    readonly trailers: boolean;
  };
  /** One sentence for the user on what the provider's operator can see and change. */
  readonly note: string;
}

/**
 * Whether a localtunnel server accepts a name: 4 to 63 lower-case letters and digits, and from 6 on also hyphens inside.
 * The server's own pattern allows 64 and 65, which DNS (RFC 1035, section 2.3.4) does not.
 */
export function isTunnelName(name: string): boolean {
  return /^(?:[a-z0-9]{4,63}|[a-z0-9][a-z0-9-]{4,61}[a-z0-9])$/.test(name);
}
