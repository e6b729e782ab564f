import type { Logger } from 'pino';
import type { AppState, EventName, Events, Handlers } from '../core/contract.ts';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import type { Settings, SettingsPatch } from '../core/settings.ts';
import type { Auditing } from './audit/auditing.ts';
import type { CollectionFolder } from './collections/collection-folder.ts';
import type { ConfirmedTargets } from './confirmed-targets.ts';
import type { Decoding } from './decoding/decoding.ts';
import type { Bursts } from './deliver/bursts.ts';
import type { Deliveries } from './deliver/deliveries.ts';
import type { Diagnosing } from './diagnosis/diagnosing.ts';
import type { Searches } from './diagnosis/searches.ts';
import type { Endpoints } from './endpoints.ts';
import type { EventHub } from './events.ts';
import type { ForwardQueue } from './forward/queue.ts';
import type { Judging } from './judging/judging.ts';
import type { Rejudging } from './judging/rejudge.ts';
import type { CaptureKeys } from './keys/capture-keys.ts';
import type { KeyNetwork } from './keys/guarded-get.ts';
import type { KeyPairs } from './keys/key-pairs.ts';
import type { Notices } from './notices.ts';
import type { Confirming } from './reply/confirming.ts';
import type { Schemes } from './schemes.ts';
import type { SecretSealer } from './secrets/sealer.ts';
import type { Secrets, TemporarySecret } from './secrets/secrets.ts';
import type { Sending } from './sending.ts';
import type { SettingsFile } from './settings.ts';
import type { DiskSpaceLimits } from './storage/disk-space.ts';
import type { Salvaging } from './storage/salvage/salvaging.ts';
import type { Store } from './storage/store.ts';
import type { Tunnel } from './tunnel/tunnel.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly host: AppState['host'];
  readonly version: string;
  /** Opens the host's protection for secrets. When that fails, secrets stay locked and capturing goes on. */
  readonly openSealer: (dataDir: string) => Promise<Result<SecretSealer, Failure>>;
  /** The workers' entry files, which lie elsewhere in a bundle than in the sources. */
  readonly workers: Workers;
  readonly log: Logger;
  /** Ports of this host's own control interface, to which nothing may be replayed. */
  readonly controlPorts?: () => readonly number[];
  /** Instead of the configured capture port, for this run only. */
  readonly port?: number;
  /** Settings for this run only: in force over the stored ones until they are changed, and never stored. */
  readonly settings?: SettingsPatch;
  /** Origins that this run may send to without asking, besides the stored ones. */
  readonly confirmedTargets?: readonly string[];
  /** Secrets for this run only, tried on every endpoint and never stored. */
  readonly temporarySecrets?: readonly TemporarySecret[];
  /** When to warn of a disk that fills up, and when to stop capturing. */
  readonly diskSpace?: Partial<DiskSpaceLimits>;
  /** Wall clock, ms since the epoch. */
  readonly now?: () => number;
  /** Loads what else the host needs, which is time well spent while the storage workers start. */
  readonly meanwhile?: () => Promise<unknown>;
  /** The way to where providers publish their keys; absent: the internet. */
  readonly keyNetwork?: KeyNetwork;
}

export interface Workers {
  readonly writer: URL;
  readonly reader: URL;
  readonly search: URL;
  readonly judging: URL;
  readonly decode: URL;
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
  readonly salvage: Pick<Salvaging, 'dismiss'>;
  readonly events: EventHub;
  readonly notices: Notices;
  readonly settings: SettingsFile;
  readonly schemes: Schemes;
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly judging: Pick<Judging, 'ask'>;
  readonly rejudging: Rejudging;
  readonly auditing: Auditing;
  readonly diagnosing: Diagnosing;
  readonly searches: Searches;
  readonly decoding: Decoding;
  readonly captureKeys: CaptureKeys;
  readonly keyPairs: KeyPairs;
  readonly confirming: Confirming;
  readonly sending: Sending;
  readonly deliveries: Deliveries;
  readonly bursts: Bursts;
  readonly queue: ForwardQueue;
  readonly collections: CollectionFolder;
  readonly confirmedTargets: ConfirmedTargets;
  readonly tunnel: Tunnel;
  readonly log: Logger;
  state(): AppState;
  applySettings(before: Settings, after: Settings): Promise<void>;
}
