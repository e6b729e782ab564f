/** A tunnel's state as the screen shows it, one status for every provider. */
export type TunnelState = 'down' | 'connecting' | 'up' | 'degraded' | 'reconnecting';

export type TunnelReason =
  | 'user'
  | 'start'
  | 'registered'
  | 'name-still-held'
  | 'name-taken'
  | 'name-invalid'
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
  readonly url: string | null;
  /** The URL before the last change, until the user dismisses the notice or it comes back. */
  readonly previousUrl: string | null;
  readonly since: number;
  readonly attempt: number;
  readonly nextRetryAt: number | null;
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
