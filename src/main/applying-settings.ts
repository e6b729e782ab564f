import type { Failure } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
import { limitsOf } from './capture/limits.ts';
import type { CaptureListener } from './capture/listener.ts';
import type { CapturePort } from './capture-port.ts';
import type { EventHub } from './events.ts';
import type { Retention } from './retention.ts';
import type { Tunnel } from './tunnel/tunnel.ts';

export interface SettingsSubjects {
  readonly events: Pick<EventHub, 'emit'>;
  readonly capturePort: Pick<CapturePort, 'open'>;
  readonly listener: Pick<CaptureListener, 'setLimits'>;
  readonly tunnel: Pick<Tunnel, 'status' | 'start' | 'stop' | 'retryNow'>;
  readonly retention: Pick<Retention, 'soon'>;
  readonly report: (failure: Failure) => void;
}

/** Settings that were saved take effect: resolves when everything that runs goes by them. */
export type ApplySettings = (before: Settings, after: Settings) => Promise<void>;

export function createApplySettings(subjects: SettingsSubjects): ApplySettings {
  const { events, capturePort, listener, tunnel, retention, report } = subjects;
  return async (before, after) => {
    events.emit('settings.changed', after);
    if (before.listenPort !== after.listenPort) {
      await capturePort.open(after.listenPort);
      tunnel.retryNow();
    }
    listener.setLimits(limitsOf(after));
    if (tunnel.status.state !== 'down' && leadsElsewhere(before.tunnel, after.tunnel)) {
      await tunnel.stop();
      const started = await tunnel.start();
      if (!started.ok) report(started.failure);
    }
    retention.soon();
  };
}

/** What the tunnel was opened with is not what it would be opened with now. */
function leadsElsewhere(before: Settings['tunnel'], after: Settings['tunnel']): boolean {
  if (before.provider !== after.provider) return true;
  return after.provider === 'manual' ? before.manualUrl !== after.manualUrl : before.host !== after.host;
}
