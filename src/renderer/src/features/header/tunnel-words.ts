import type { TunnelReason, TunnelStatus } from '../../../../core/tunnel.ts';
import type { Tone } from '../../ui/index.ts';
import { formatTimeAgo } from '../../ui/index.ts';

export interface TunnelWords {
  readonly tone: Tone;
  readonly word: string;
  readonly isPulsing: boolean;
}

/** The tunnel's state in a word or two: Off, Starting…, Live, Unstable, Reconnecting. */
export function tunnelWords(status: TunnelStatus, nowMs: number): TunnelWords {
  switch (status.state) {
    case 'down':
      return { tone: isFault(status.reason) ? 'fail' : 'neutral', word: 'Off', isPulsing: false };
    case 'connecting':
      return status.attempt > 1
        ? { tone: 'warn', word: `Starting… (${tryWords(status, nowMs)})`, isPulsing: true }
        : { tone: 'accent', word: 'Starting…', isPulsing: true };
    case 'up':
      return { tone: 'ok', word: 'Live', isPulsing: false };
    case 'degraded': {
      const probe = status.lastProbe;
      const since = probe === null || probe.ok ? '' : ` (last check failed ${formatTimeAgo(probe.at, nowMs)})`;
      return { tone: 'warn', word: `Unstable${since}`, isPulsing: false };
    }
    case 'reconnecting':
      return { tone: 'warn', word: `Reconnecting (${tryWords(status, nowMs)})`, isPulsing: true };
  }
}

/** `try 3, next in 4 s`; a try that is due is under way. */
function tryWords({ attempt, nextRetryAt }: TunnelStatus, nowMs: number): string {
  const waits = nextRetryAt !== null && nextRetryAt - nowMs >= 1000;
  return `try ${attempt}${waits ? `, next ${formatTimeAgo(nextRetryAt, nowMs)}` : ''}`;
}

/** Whether a tunnel that is off was ended by something else than the user. */
export function isFault(reason: TunnelReason): boolean {
  return reason !== 'user' && reason !== 'start' && reason !== 'manual';
}

export type TunnelRemedy = 'retry' | 'new-name' | 'tunnel-settings' | 'listener-settings' | null;

/** The one thing to do about a state. */
export function tunnelRemedy(status: TunnelStatus): TunnelRemedy {
  switch (status.reason) {
    case 'name-still-held':
    case 'name-taken':
    case 'interstitial':
      return 'new-name';
    case 'rejected':
    case 'bad-answer':
      return 'tunnel-settings';
    case 'local-down':
      return 'listener-settings';
    case 'rate-limited':
    case 'server-unreachable':
    case 'register-timeout':
    case 'all-connections-lost':
    case 'probe-failed':
      // A server that never answered may be the wrong one; one that did will again.
      if (status.state === 'connecting') return 'tunnel-settings';
      return status.state === 'up' || status.state === 'degraded' ? null : 'retry';
    case 'manual':
      return status.state === 'down' ? 'tunnel-settings' : null;
    case 'user':
    case 'start':
    case 'registered':
    case 'offline':
      return null;
  }
}

const NAME_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen random characters: names are not owned, so only one that cannot be guessed stays ours. */
export function randomTunnelName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => NAME_LETTERS.charAt(byte % NAME_LETTERS.length)).join('');
}
