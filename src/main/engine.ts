import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import type { CaptureVia } from '../core/capture.ts';
import type { AppState, EventName, Events, Handlers } from '../core/contract.ts';
import type { Failure } from '../core/failure.ts';
import { type HeaderList, headerValues } from '../core/http/headers.ts';
import { ok, type Result } from '../core/result.ts';
import type { Settings } from '../core/settings.ts';
import { createCaptureListener } from './capture/listener.ts';
import { createCapturePort } from './capture-port.ts';
import { type CollectionFolder, openCollectionFolder } from './collections/collection-folder.ts';
import { type ConfirmedTargets, openConfirmedTargets } from './confirmed-targets.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { type Endpoints, openEndpoints } from './endpoints.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createHandlers } from './handlers.ts';
import { createInbox } from './inbox.ts';
import { createJudge, type Judge } from './judging/judge.ts';
import { createRejudging, type Rejudging } from './judging/rejudge.ts';
import { createNotices, type Notices } from './notices.ts';
import { createSender } from './replay/sender.ts';
import { createRetention } from './retention.ts';
import { openSchemes, type Schemes } from './schemes.ts';
import { lockedSealer } from './secrets/locked-sealer.ts';
import type { SecretSealer } from './secrets/sealer.ts';
import { openSecrets, type Secrets, type TemporarySecret } from './secrets/secrets.ts';
import { createSending, type Sending } from './sending.ts';
import { openSettings, type SettingsFile } from './settings.ts';
import { prepareDataDir } from './storage/data-dir.ts';
import { acquireInstanceLock } from './storage/instance-lock.ts';
import { openSqliteStore } from './storage/sqlite/sqlite-store.ts';
import type { Store } from './storage/store.ts';
import { createTunnel, type Tunnel } from './tunnel/tunnel.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly host: AppState['host'];
  readonly version: string;
  /** Opens the host's protection for secrets. When that fails, secrets stay locked and capturing goes on. */
  readonly openSealer: (dataDir: string) => Promise<Result<SecretSealer, Failure>>;
  /** The storage workers' entry files, which lie elsewhere in a bundle than in the sources. */
  readonly workers: Workers;
  readonly log: Logger;
  /** Ports of this host's own control interface, to which nothing may be replayed. */
  readonly controlPorts?: () => readonly number[];
  /** Instead of the configured capture port, for this run only. */
  readonly port?: number;
  /** Secrets for this run only, tried on every endpoint and never stored. */
  readonly temporarySecrets?: readonly TemporarySecret[];
}

export interface Workers {
  readonly writer: URL;
  readonly reader: URL;
}

/** Everything Hookproof does, without a screen. Hosts call its handlers, subscribe to its events and close it. */
export interface Engine {
  readonly handlers: Handlers;
  readonly dataDir: string;
  readonly log: Logger;
  on<K extends EventName>(name: K, listener: (event: Events[K]) => void): () => void;
  /** Opens the capture port. Its outcome is `app.state`'s `listener`. */
  start(): Promise<void>;
  /** The machine woke up or the network is back: what waits for a retry does not wait any longer. */
  wake(): void;
  /** Ends capturing and waits until everything received is stored, judged and announced. */
  stop(): Promise<void>;
  /** Stops, and releases the data folder. Idempotent. */
  close(): Promise<void>;
}

/** What the handlers work with. */
export interface EngineParts {
  readonly store: Store;
  readonly events: EventHub;
  readonly notices: Notices;
  readonly settings: SettingsFile;
  readonly schemes: Schemes;
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly judge: Judge;
  readonly rejudging: Rejudging;
  readonly sending: Sending;
  readonly collections: CollectionFolder;
  readonly confirmedTargets: ConfirmedTargets;
  readonly tunnel: Tunnel;
  readonly log: Logger;
  state(): AppState;
  applySettings(before: Settings, after: Settings): Promise<void>;
}

export async function openEngine(options: EngineOptions): Promise<Result<Engine, Failure>> {
  const { log } = options;
  const now = (): number => Date.now();
  const monotonicMs = (): number => performance.now();
  const onBug = (error: unknown): void => log.error({ err: error }, 'unexpected error');

  const prepared = await prepareDataDir(options.dataDir);
  if (!prepared.ok) return prepared;
  const locking = acquireInstanceLock(options.dataDir);
  if (!locking.ok) return locking;
  const lock = locking.value;

  const events = createEventHub(onBug);
  const notices = createNotices(events, now);
  const report = (failure: Failure): void => {
    log.warn({ failure }, 'reported to the user');
    notices.report(failure);
  };
  const opened = await openSqliteStore({
    file: join(options.dataDir, 'history.db'),
    workers: options.workers,
    onFault: report,
  });
  if (!opened.ok) {
    lock.release();
    return opened;
  }
  const store = opened.value;
  const settings = await openSettings(options.dataDir, report);
  const opening = await options.openSealer(options.dataDir);
  if (!opening.ok) report(opening.failure);
  const sealer = opening.ok ? opening.value : lockedSealer(opening.failure);
  const schemes = await openSchemes(store, (all) =>
    events.emit('schemes.changed', { schemes: all.map((scheme) => scheme.info) }),
  );
  const endpoints = await openEndpoints(
    store,
    schemes,
    (all) => events.emit('endpoints.changed', { endpoints: all }),
    now,
  );
  const secrets = await openSecrets({
    store,
    sealer,
    changed: (all) => events.emit('secrets.changed', { secrets: all }),
    now,
    temporary: options.temporarySecrets ?? [],
  });
  const confirmedTargets = await openConfirmedTargets(store);
  const collections = await openCollectionFolder(
    options.dataDir,
    (entries) => events.emit('collections.changed', { entries }),
    now,
  );

  const tunnel = createTunnel({
    localPort: () => capturePort.port,
    settings: () => settings.current.tunnel,
    async saveName(name) {
      const saved = await settings.update({ tunnel: { name } });
      if (saved.ok) events.emit('settings.changed', saved.value);
      return saved;
    },
    changed: (status) => events.emit('tunnel.changed', status),
    onBug,
  });
  const judge = createJudge({ schemes, secrets, crypto: nodeCrypto, tunnelUrl: () => tunnel.status.url });
  const rejudging = createRejudging({
    store,
    judge,
    endpoint: endpoints.byId,
    rows: events.rows,
    progress: (progress) => events.emit('judging.progress', progress),
    onBug,
  });
  const retention = createRetention({
    store,
    bounds: () => settings.current.history,
    now,
    removed: events.removed,
    onFailure: report,
    onBug,
  });
  const inbox = createInbox({
    store,
    endpoints,
    judge,
    announce: events.rows,
    onStorageFailure: report,
    onStored() {
      notices.resolve('storage-full');
      retention.noteStored();
    },
    onBug,
    monotonicMs,
  });
  const listener = createCaptureListener({
    receive: inbox.receive,
    intercept: tunnel.answerProbe,
    viaOf: (headers) => viaOf(headers, tunnel.status.url),
    bodyLimitBytes: settings.current.bodyLimitBytes,
    onBug,
  });
  const capturePort = createCapturePort(listener, (state) => events.emit('listener.changed', state), report);
  const sender = createSender({
    isOwnControlPort: (port) => options.controlPorts?.().includes(port) ?? false,
    confirmedOrigins: confirmedTargets,
  });
  const sending = createSending({
    store,
    schemes,
    secrets,
    sender,
    crypto: nodeCrypto,
    settings: () => settings.current.send,
    now,
    publicUrl: (endpointId) => endpoints.byId(endpointId)?.publicUrl ?? null,
    added: (attempt) => events.emit('attempts.added', { row: attempt }),
  });

  const handlers = createHandlers({
    store,
    events,
    notices,
    settings,
    schemes,
    endpoints,
    secrets,
    judge,
    rejudging,
    sending,
    collections,
    confirmedTargets,
    tunnel,
    log,
    state: () => ({
      version: options.version,
      host: options.host,
      dataDir: options.dataDir,
      listener: capturePort.state,
      tunnel: tunnel.status,
      tunnelProviders: tunnel.providers,
      endpoints: endpoints.all,
      secrets: secrets.all,
      settings: settings.current,
      notices: notices.current,
      secretProtection: sealer.description,
    }),
    async applySettings(before, after) {
      events.emit('settings.changed', after);
      if (before.listenPort !== after.listenPort) {
        await capturePort.open(after.listenPort);
        tunnel.retryNow();
      }
      if (before.bodyLimitBytes !== after.bodyLimitBytes) listener.setBodyLimit(after.bodyLimitBytes);
      if (before.tunnel.host !== after.tunnel.host || before.tunnel.provider !== after.tunnel.provider)
        await tunnel.stop();
      retention.soon();
    },
  });

  let stopping: Promise<void> | null = null;
  async function stopNow(): Promise<void> {
    await tunnel.close();
    await listener.close();
    await inbox.settled();
    rejudging.stop();
    await rejudging.idle();
    events.flush();
  }
  const stop = (): Promise<void> => (stopping ??= stopNow());

  let closing: Promise<void> | null = null;
  async function closeNow(): Promise<void> {
    await stop();
    sender.close();
    await retention.stop();
    await store.close();
    lock.release();
  }

  return ok({
    handlers,
    dataDir: options.dataDir,
    log,
    on: events.on,
    async start() {
      await capturePort.open(options.port ?? settings.current.listenPort);
      retention.soon();
    },
    wake: tunnel.retryNow,
    stop,
    close: () => (closing ??= closeNow()),
  });
}

/** Whether a request came through the tunnel: only then does it name the public host (tunnels leave Host alone). */
function viaOf(headers: HeaderList, publicUrl: string | null): CaptureVia {
  if (publicUrl === null) return 'local';
  const host = /^https?:\/\/([^/?#]+)/i.exec(publicUrl)?.[1]?.toLowerCase();
  return headerValues(headers, 'host').some((value) => value.toLowerCase() === host) ? 'tunnel' : 'local';
}
