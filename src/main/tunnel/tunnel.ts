import { randomInt } from 'node:crypto';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Settings } from '../../core/settings.ts';
import { isTunnelName, type TunnelCapabilities, type TunnelStatus } from '../../core/tunnel.ts';
import { createLocaltunnelProvider, localtunnelCapabilities } from './localtunnel/localtunnel-provider.ts';
import { createManualProvider, manualCapabilities } from './manual-provider.ts';
import { createProbe, type Probe } from './probe.ts';
import { createSupervisor } from './supervisor.ts';
import { defaultTiming, type TunnelTiming } from './timing.ts';
import { publicRoute, type Route } from './web-request.ts';

/** The one tunnel of the app. Its status says everything that happens to it; only what the user must correct is a failure. */
export interface Tunnel {
  readonly status: TunnelStatus;
  readonly providers: readonly TunnelCapabilities[];
  /** For the listener, before it captures: the reply to a check of ours, or null for everything else. */
  readonly answerProbe: Probe['answer'];
  /** Begins to open; does nothing while it is open or being opened. */
  start(): Promise<Result<void, Failure>>;
  /** Resolves when every socket is gone. */
  stop(): Promise<void>;
  /** Stores another name and, when the tunnel is on, opens it under that name. */
  rename(name: string): Promise<Result<void, Failure>>;
  /** Tries again at once instead of waiting: after a sleep, or when the network is back. */
  retryNow(): void;
  /** Stops for good. */
  close(): Promise<void>;
}

export interface TunnelOptions {
  /** Port of the capture listener; null while it is not listening. */
  readonly localPort: () => number | null;
  readonly settings: () => Settings['tunnel'];
  readonly saveName: (name: string) => Promise<Result<unknown, Failure>>;
  readonly changed: (status: TunnelStatus) => void;
  readonly onBug: (error: unknown) => void;
  readonly timing?: Partial<TunnelTiming>;
  readonly route?: Route;
  readonly now?: () => number;
}

export function createTunnel(options: TunnelOptions): Tunnel {
  const { localPort, settings, saveName, changed, onBug, route = publicRoute, now = Date.now } = options;
  const timing: TunnelTiming = { ...defaultTiming, ...options.timing };
  const probe = createProbe(route, now);
  const supervisor = createSupervisor({ probe, timing, isListening: () => localPort() !== null, now, changed, onBug });
  const localtunnel = createLocaltunnelProvider({
    server: () => settings().host,
    localPort,
    route,
    registerTimeoutMs: timing.registerTimeoutMs,
    connectTimeoutMs: timing.connectTimeoutMs,
    backOff: timing.backOff,
  });
  const manual = createManualProvider(() => settings().manualUrl);
  let isClosed = false;

  // One after the other: a start during a stop has to find nothing open.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  async function startNow(): Promise<Result<void, Failure>> {
    if (isClosed) return ok();
    const { provider, name, manualUrl } = settings();
    if (provider === 'manual') {
      if (manualUrl === '') return fail({ code: 'invalid-input', field: 'Public URL', problem: 'it is empty' });
      supervisor.start(manual, '');
      return ok();
    }
    if (name !== '' && !isTunnelName(name)) return fail(invalidName);
    const own = name === '' ? newTunnelName() : name;
    if (name === '') {
      const saved = await saveName(own);
      if (!saved.ok) return saved;
    }
    supervisor.start(localtunnel, own);
    return ok();
  }

  async function renameNow(name: string): Promise<Result<void, Failure>> {
    if (!isTunnelName(name)) return fail(invalidName);
    const wasOn = supervisor.status.state !== 'down';
    const saved = await saveName(name);
    if (!saved.ok) return saved;
    if (!wasOn || settings().provider !== 'localtunnel') return ok();
    await supervisor.stop();
    return startNow();
  }

  return {
    get status() {
      return supervisor.status;
    },
    providers: [localtunnelCapabilities, manualCapabilities],
    answerProbe: probe.answer,
    start: () => inTurn(startNow),
    stop: () => inTurn(supervisor.stop),
    rename: (name) => inTurn(() => renameNow(name)),
    retryNow: supervisor.retryNow,
    close() {
      isClosed = true;
      return inTurn(supervisor.stop);
    },
  };
}

const invalidName: Failure = {
  code: 'invalid-input',
  field: 'Name',
  problem: 'it has to be 4 to 63 lower-case letters and digits, from 6 on with hyphens inside',
};

/** Names belong to nobody: whoever asks for ours while we are away gets our webhooks, so it must not be guessed (82 bits). */
function newTunnelName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length))).join('');
}
