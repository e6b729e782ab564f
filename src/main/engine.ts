import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import type { CaptureId } from '../core/capture.ts';
import type { AppState, EventName, Events, Handlers } from '../core/contract.ts';
import type { Signing } from '../core/draft/draft.ts';
import type { Failure } from '../core/failure.ts';
import { type HeaderList, headerValues } from '../core/http/headers.ts';
import { ok, type Result } from '../core/result.ts';
import type { Settings } from '../core/settings.ts';
import { type CapturePort, createCapturePort } from './capture-port.ts';
import { createCaptureListener } from './capture/listener.ts';
import { type CollectionFolder, openCollectionFolder } from './collections/collection-folder.ts';
import { type ConfirmedTargets, openConfirmedTargets } from './confirmed-targets.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { type Endpoints, openEndpoints } from './endpoints.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createHandlers } from './handlers.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createJudge, type Judge } from './judging/judge.ts';
import { createRejudging, type Rejudging } from './judging/rejudge.ts';
import { createNotices, type Notices } from './notices.ts';
import { createSender } from './replay/sender.ts';
import { createRetention, type Retention } from './retention.ts';
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
  on<K extends EventName>(name: K, listener: (event: Events[K]) => void): () => void;
  /** Opens the capture port. Its outcome is `app.state`'s `listener`. */
  start(): Promise<void>;
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
  /** The scheme and secret that a capture would be signed with again; null when there is no such secret. */
  signingFor(id: CaptureId): Promise<Signing | null>;
  applySettings(before: Settings, after: Settings): Promise<void>;
}

export async function openEngine(options: EngineOptions): Promise<Result<Engine, Failure>> {
  const { log } = options;
  const now = (): number => Date.now();
  const monotonicMs = (): number => performance.now();
  const onBug = (error: unknown): void => log.error({ err: error }, 'unexpected error');

  const prepared = await prepareDataDir(options.dataDir);
  if (!prepared.ok) return prepared;
  const lock = acquireInstanceLock(options.dataDir);
  if (!lock.ok) return lock;

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
    lock.value.release();
    return opened;
  }
  const store = opened.value;
  const settings = await openSettings(options.dataDir, report);
  const opening = await options.openSealer(options.dataDir);
  if (!opening.ok) report(opening.failure);
  const sealer = opening.ok ? opening.value : lockedSealer(opening.failure);
  const endpoints = await openEndpoints(store, (all) => events.emit('endpoints.changed', { endpoints: all }), now);
  const secrets = await openSecrets(store, sealer, (all) => events.emit('secrets.changed', { secrets: all }), now);
  const confirmedTargets = await openConfirmedTargets(store);
  const collections = await openCollectionFolder(
    options.dataDir,
    (entries) => events.emit('collections.changed', { entries }),
    now,
  );
}
