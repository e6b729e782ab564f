import type { TunnelReason, TunnelState, TunnelStatus } from '../../core/tunnel.ts';
import { createAlarm } from './alarm.ts';
import { backOffMs } from './back-off.ts';
import type { Probe } from './probe.ts';
import type { Loss, TunnelProvider } from './provider.ts';
import type { TunnelTiming } from './timing.ts';
import { watchLink } from './watch.ts';

export interface SupervisorOptions {
  readonly probe: Probe;
  readonly timing: TunnelTiming;
  /** Whether the capture listener takes requests. */
  readonly isListening: () => boolean;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  readonly changed: (status: TunnelStatus) => void;
  readonly onBug: (error: unknown) => void;
}

/**
 * Keeps a tunnel open: opens, checks through the public URL, opens again after a loss with a growing wait, and always under
 * the same name. It never moves to another URL by itself.
 */
export interface Supervisor {
  readonly status: TunnelStatus;
  /** Begins to open. Without effect while a tunnel is wanted already. */
  start(provider: TunnelProvider, name: string): void;
  /** Resolves when nothing is open any more. */
  stop(): Promise<void>;
  /** Cuts a wait short: the machine woke up, the network is back, the user asks. */
  retryNow(): void;
}

/** From a start to the stop, or to a failure that only the user can mend. */
interface Session {
  readonly provider: TunnelProvider;
  readonly name: string;
  readonly controller: AbortController;
  done: Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { timing, now, onBug } = options;
  const alarm = createAlarm();
  /** Names that were ours since the app started: worth waiting for when they are still held. */
  const owned = new Set<string>();
  let lastUrl: string | null = null;
  let session: Session | null = null;
  let status: TunnelStatus = {
    provider: 'localtunnel',
    state: 'down',
    reason: 'user',
    message: 'The tunnel is off.',
    url: null,
    previousUrl: null,
    since: now(),
    attempt: 0,
    nextRetryAt: null,
    lastProbe: null,
  };

  function show(state: TunnelState, reason: TunnelReason, message: string, more: Partial<TunnelStatus> = {}): void {
    const since = state === status.state ? status.since : now();
    status = { ...status, nextRetryAt: null, ...more, state, reason, message, since };
    options.changed(status);
  }

  function showDown(reason: TunnelReason, message: string): void {
    show('down', reason, message, { url: null, attempt: 0 });
  }

  /** Nothing is open; whoever sees this status may start again. */
  function giveUp(reason: TunnelReason, message: string): void {
    session = null;
    showDown(reason, message);
  }

  /** The URL before the last change is shown until it comes back. */
  function previousUrlAt(url: string): string | null {
    const previous = lastUrl !== null && lastUrl !== url ? lastUrl : status.previousUrl;
    lastUrl = url;
    return previous === url ? null : previous;
  }

  async function run({ provider, name, controller }: Session): Promise<void> {
    const { signal } = controller;
    let failures = 0;
    let heldSince: number | null = null;
    let wasUp = false;

    async function retryIn(ms: number, { reason, message }: Loss): Promise<void> {
      // After a loss the first failure is the loss itself and not a try.
      const attempt = wasUp ? failures : failures + 1;
      show(wasUp ? 'reconnecting' : 'connecting', reason, message, { attempt, nextRetryAt: now() + ms });
      await alarm.wait(ms);
    }

    /** Opens and watches once. null: stopped, or failed in a way that trying again does not change. */
    async function once(): Promise<{ readonly loss: Loss; readonly waitMs: number } | null> {
      const ending = new AbortController();
      const lost = (loss: Loss) => ending.abort(loss);
      const opened = await provider.open({ name, signal, lost });
      if (opened.kind === 'open') {
        const { link } = opened;
        heldSince = null;
        owned.add(name);
        const linkSignal = AbortSignal.any([signal, ending.signal]);
        linkSignal.addEventListener('abort', alarm.ring);
        const { url } = link;
        const previousUrl = previousUrlAt(url);
        show(wasUp ? 'reconnecting' : 'connecting', 'start', `Checking that ${url} leads here…`, { url, previousUrl });
        const watched = await watchLink({ ...options, link, signal: linkSignal, alarm, show });
        await link.close();
        if (signal.aborted) return null;
        wasUp ||= watched.upMs !== null;
        failures = (watched.upMs ?? 0) >= timing.steadyMs ? 1 : failures + 1;
        // Only `lost` above aborts `ending`, with a Loss.
        const loss = watched.failing ?? (ending.signal.reason as Loss);
        return { loss, waitMs: backOffMs(timing.backOff, failures, Math.random()) };
      }
      if (signal.aborted) return null;
      failures++;
      if (opened.kind === 'name-held') {
        heldSince ??= now();
        const heldMs = now() - heldSince;
        if (heldMs >= (owned.has(name) ? timing.nameGiveUpMs : timing.nameRetryForMs)) {
          giveUp('name-taken', `Somebody else holds the name “${name}”. Choose another one.`);
          return null;
        }
        const message = `The tunnel server still holds the name “${name}”; waiting for it.`;
        const waitMs = heldMs < timing.nameRetryForMs ? timing.nameRetryMs : timing.nameSlowRetryMs;
        return { loss: { reason: 'name-still-held', message }, waitMs };
      }
      heldSince = null;
      if (!opened.retry) {
        giveUp(opened.reason, opened.message);
        return null;
      }
      const waitMs = Math.max(opened.waitMs ?? 0, backOffMs(timing.backOff, failures, Math.random()));
      return { loss: opened, waitMs };
    }

    for (;;) {
      const trouble = await once();
      if (trouble === null) return;
      await retryIn(trouble.waitMs, trouble.loss);
      if (signal.aborted) return;
    }
  }

  return {
    get status() {
      return status;
    },
    start(provider, name) {
      if (session !== null) return;
      const own: Session = { provider, name, controller: new AbortController(), done: Promise.resolve() };
      session = own;
      const { id } = provider.capabilities;
      show('connecting', 'start', 'Opening the tunnel…', { provider: id, url: null, attempt: 1, lastProbe: null });
      own.done = run(own).catch((error: unknown) => {
        onBug(error);
        giveUp('server-unreachable', 'The tunnel ended because of a fault in Hookproof. Start it again.');
      });
    },
    async stop() {
      if (session !== null) {
        const { controller, done } = session;
        controller.abort();
        alarm.ring();
        await done;
        session = null;
      }
      if (status.state !== 'down') showDown('user', 'The tunnel is off.');
    },
    retryNow: alarm.ring,
  };
}
