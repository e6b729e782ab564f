import type { TunnelReason, TunnelState, TunnelStatus } from '../../core/tunnel.ts';
import type { Alarm } from './alarm.ts';
import type { Probe, ProbeVerdict } from './probe.ts';
import type { Loss, TunnelLink } from './provider.ts';
import type { TunnelTiming } from './timing.ts';

export type Show = (state: TunnelState, reason: TunnelReason, message: string, more?: Partial<TunnelStatus>) => void;

export interface WatchOptions {
  readonly link: TunnelLink;
  /** Aborted when the tunnel is stopped, or with the `Loss` as its reason when the link is lost. The alarm rings then. */
  readonly signal: AbortSignal;
  readonly alarm: Alarm;
  readonly probe: Probe;
  readonly timing: TunnelTiming;
  readonly isListening: () => boolean;
  readonly now: () => number;
  readonly show: Show;
}

/** How long the link was of use, and, when it should be opened again although it stands, why. */
export interface Watched {
  /** From the first check that passed; null when none did. */
  readonly upMs: number | null;
  readonly failing: Loss | null;
}

/** Two misses in a row are no accident of one request; one may be. */
const MISSES_TO_REOPEN = 2;

/** Checks an open link through its public URL until it ends or has to be opened again, and shows what it finds. */
export async function watchLink(options: WatchOptions): Promise<Watched> {
  const { link, signal, alarm, probe, timing, isListening, now, show } = options;
  let upSince: number | null = null;
  let misses = 0;
  let isUp = false;
  let servedBefore: number | null = null;
  const upMs = () => (upSince === null ? null : now() - upSince);

  while (!signal.aborted) {
    const served = link.served();
    if (!isListening()) {
      isUp = false;
      show('degraded', 'local-down', 'The tunnel is open, but the capture listener is not.');
    } else if (isUp && served !== servedBefore) {
      // A request that came through and was answered proves as much as a check.
      servedBefore = served;
    } else {
      const verdict = await probe.check(link.url, timing.probeTimeoutMs, signal);
      if (signal.aborted) break;
      servedBefore = link.served();
      isUp = verdict.kind === 'passed';
      if (isUp) upSince ??= now();
      misses = verdict.kind === 'missed' || verdict.kind === 'foreign' ? misses + 1 : 0;
      const { state, reason, message } = describe(verdict, link);
      const lastProbe = { at: now(), ok: isUp, ms: verdict.kind === 'passed' ? verdict.ms : null };
      show(state, reason, message, isUp ? { lastProbe, attempt: 0 } : { lastProbe });
      if (misses >= MISSES_TO_REOPEN && link.reopens) return { upMs: upMs(), failing: { reason, message } };
    }
    await alarm.wait(isUp ? (link.probeIntervalMs ?? timing.probeIntervalMs) : timing.probeRetryMs);
  }
  return { upMs: upMs(), failing: null };
}

function describe(verdict: ProbeVerdict, { url, reopens }: TunnelLink): Loss & { state: TunnelState } {
  switch (verdict.kind) {
    case 'passed':
      return { state: 'up', reason: reopens ? 'registered' : 'manual', message: `${url} leads here.` };
    case 'local-down':
      return {
        state: 'degraded',
        reason: 'local-down',
        message: 'The tunnel is open, but the capture listener does not answer.',
      };
    case 'offline':
    case 'aborted':
      // Says nothing of the tunnel, which notices by itself when its connections break.
      return {
        state: 'degraded',
        reason: 'offline',
        message: `There is no way from here to ${url}. Check that you are online.`,
      };
    case 'missed':
      return {
        state: 'degraded',
        reason: 'probe-failed',
        message: `The last check through ${url} failed (${verdict.status === null ? 'no answer' : `status ${verdict.status}`}).`,
      };
    case 'foreign': {
      // What pages that stand before a tunnel were seen with; anything else is another server.
      const isPage = [401, 403, 511].includes(verdict.status);
      return {
        state: 'degraded',
        reason: isPage ? 'interstitial' : 'name-taken',
        message: `Somebody else answers at ${url} (status ${verdict.status}).`,
      };
    }
  }
}
