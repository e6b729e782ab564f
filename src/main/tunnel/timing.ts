import type { BackOff } from './back-off.ts';

/** Every wait of the tunnel, in ms. Tests shorten them. */
export interface TunnelTiming {
  readonly backOff: BackOff;
  /** Up for this long: the next trouble starts again at the first back-off step. */
  readonly steadyMs: number;
  readonly registerTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly probeIntervalMs: number;
  /** Between checks while the last one did not pass. */
  readonly probeRetryMs: number;
  readonly probeTimeoutMs: number;
  /**
   * A name that is still held is asked for often at first: a server forgets a tunnel one second after its last
   * connection. A server that did not notice the end of the connections takes minutes.
   */
  readonly nameRetryMs: number;
  readonly nameRetryForMs: number;
  readonly nameSlowRetryMs: number;
  /** Of a name that was ours before; one that never was is given up after `nameRetryForMs`. */
  readonly nameGiveUpMs: number;
}

export const defaultTiming: TunnelTiming = {
  backOff: { baseMs: 250, capMs: 30_000 },
  steadyMs: 60_000,
  registerTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  probeIntervalMs: 30_000,
  probeRetryMs: 5_000,
  probeTimeoutMs: 5_000,
  nameRetryMs: 1_500,
  nameRetryForMs: 10_000,
  nameSlowRetryMs: 10_000,
  nameGiveUpMs: 150_000,
};
