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
        ? {
            tone: 'warn',
            word: `${whyNot(status.reason) ?? 'Starting…'} (${tryWords(status, nowMs)})`,
            isPulsing: true,
          }
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

/** Why the tries before this one failed; null where the reason is none of a failure. */
function whyNot(reason: TunnelReason): string | null {
  switch (reason) {
    case 'server-unreachable':
      return 'Server unreachable';
    case 'register-timeout':
      return 'Server does not answer';
    case 'rate-limited':
      return 'Server asks to wait';
    case 'bad-answer':
    case 'interstitial':
      return 'Server answers wrongly';
    case 'rejected':
      return 'Server refuses';
    case 'name-still-held':
    case 'name-taken':
      return 'Name is taken';
    case 'all-connections-lost':
      return 'Connections lost';
    case 'probe-failed':
      return 'No way back to us';
    case 'local-down':
      return 'Listener is off';
    case 'offline':
      return 'Offline';
    case 'user':
    case 'start':
    case 'registered':
    case 'manual':
      return null;
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
