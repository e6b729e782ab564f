import { performance } from 'node:perf_hooks';
import type { Failure } from '../core/failure.ts';
import { MAX_QUEUED_PER_TARGET } from '../core/forward/queue.ts';
import { createApplySettings } from './applying-settings.ts';
import { claimedSender } from './capture/claimed-sender.ts';
import { limitsOf } from './capture/limits.ts';
import { createCaptureListener } from './capture/listener.ts';
import { createCapturePort } from './capture-port.ts';
import { openCollectionFolder } from './collections/collection-folder.ts';
import { openConfirmedTargets } from './confirmed-targets.ts';
import { constructJudging } from './construct-judging.ts';
import { constructSending } from './construct-sending.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { createDecoding } from './decoding/decoding.ts';
import { createDiagnosing } from './diagnosis/diagnosing.ts';
import { createSearches } from './diagnosis/searches.ts';
import { openEndpoints } from './endpoints.ts';
import type { Engine, EngineOptions } from './engine.ts';
import type { EventHub } from './events.ts';
import { openForwarding } from './forward/forwarding.ts';
import { createHandlers } from './handlers.ts';
import { createInbox } from './inbox.ts';
import { createCaptureKeys } from './keys/capture-keys.ts';
import { internet } from './keys/guarded-get.ts';
import { createKeyPairs } from './keys/key-pairs.ts';
import type { Notices } from './notices.ts';
import { createSender } from './replay/sender.ts';
import { createReplyChooser } from './reply/chooser.ts';
import { createConfirming } from './reply/confirming.ts';
import { createKeeping } from './reply/keeping.ts';
import { openRuleHits } from './reply/rule-hits.ts';
import { createRetention } from './retention.ts';
import { openSchemes } from './schemes.ts';
import { lockedSealer } from './secrets/locked-sealer.ts';
import { openSecrets } from './secrets/secrets.ts';
import { openSettings } from './settings.ts';
import type { DiskSpace } from './storage/disk-space.ts';
import type { SqliteStore } from './storage/sqlite/sqlite-store.ts';
import { viaOf } from './tunnel/public-host.ts';
import { createTunnel } from './tunnel/tunnel.ts';

/** What stands before the engine does. */
export interface Foundation {
  readonly options: EngineOptions;
  readonly store: SqliteStore;
  readonly diskSpace: DiskSpace;
  readonly events: EventHub;
  readonly notices: Notices;
  readonly report: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
  /** Gives the data folder free. */
  readonly release: () => void;
}

/** Builds the parts in the order in which they need each other. */
export async function construct({
  options,
  store,
  diskSpace,
  events,
  notices,
  report,
  onBug,
  release,
}: Foundation): Promise<Engine> {
  const { log } = options;
  const now = options.now ?? Date.now;
  const settings = await openSettings(options.dataDir, report, options.settings ?? {});
  const opening = await options.openSealer(options.dataDir);
  if (!opening.ok) report(opening.failure);
  const sealer = opening.ok ? opening.value : lockedSealer(opening.failure);
  const schemes = await openSchemes(store, (all) =>
    events.emit('schemes.changed', { schemes: all.map((scheme) => scheme.info) }),
  );
  const ruleHits = await openRuleHits({
    store,
    changed: (endpointId, hits) => events.emit('rules.counted', { endpointId, hits }),
    onStorageFailure: report,
    onBug,
  });
  const endpoints = await openEndpoints(
    store,
    schemes,
    (all) => {
      ruleHits.keepOnly(all);
      events.emit('endpoints.changed', { endpoints: all });
    },
    now,
  );
  const secrets = await openSecrets({
    store,
    sealer,
    changed: (all) => events.emit('secrets.changed', { secrets: all }),
    now,
    temporary: options.temporarySecrets ?? [],
  });
  const confirmedTargets = await openConfirmedTargets(store, options.confirmedTargets ?? []);
  const collections = await openCollectionFolder(
    options.dataDir,
    (entries) => events.emit('collections.changed', { entries }),
    now,
    () => schemes.all,
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
  const network = options.keyNetwork ?? internet;
  const { publishedKeys, judging, rejudging } = await constructJudging({
    worker: options.workers.judging,
    store,
    events,
    schemes,
    secrets,
    endpoints,
    settings,
    network,
    tunnelUrl: () => tunnel.status.url,
    log,
    report,
    onBug,
    now,
  });
  const retention = createRetention({
    store,
    bounds: () => settings.current.history,
    now,
    monotonicMs,
    removed: events.removed,
    onFailure: report,
    onBug,
  });
  const senderOptions = {
    isOwnControlPort: (port: number) => options.controlPorts?.().includes(port) ?? false,
    confirmedOrigins: confirmedTargets,
  };
  const forwarding = await openForwarding({
    store,
    endpoint: endpoints.byId,
    createSender: (maxReplyBytes) =>
      createSender({ ...senderOptions, maxReplyBytes, isOwnCapturePort: (port) => port === capturePort.port }),
    publicUrl: () => tunnel.status.url,
    verifyTls: () => settings.current.send.verifyTls,
    changed(targets) {
      events.emit('queue.changed', { targets });
      if (targets.every(({ waiting, stopped }) => waiting + stopped < MAX_QUEUED_PER_TARGET)) {
        notices.resolve('queue-full');
      }
    },
    kept: (attempt) => events.emit('attempts.added', { row: attempt }),
    onRefused: report,
    onStorageFailure: report,
    onBug,
  });
  events.on('endpoints.changed', forwarding.queue.noteEndpoints);
  const chooser = createReplyChooser({
    judging,
    secrets,
    endpoints,
    crypto: nodeCrypto,
    tunnelUrl: () => tunnel.status.url,
    keep: createKeeping({ secrets, endpoints, kept: rejudging.start }),
    counted: ruleHits.count,
    now,
    forward: forwarding.forward,
  });
  const confirming = createConfirming({ store, network, announce: events.rows });
  const inbox = createInbox({
    store,
    endpoints,
    judging,
    chooser,
    announce: events.rows,
    pausedBy: () => diskSpace.pausedBy,
    onStorageFailure: report,
    onStored() {
      notices.resolve('storage-full');
      notices.resolve('storage-failed');
      retention.noteStored();
    },
    onBehind: rejudging.resume,
    onBug,
    monotonicMs,
  });
  const listener = createCaptureListener({
    receive: inbox.receive,
    intercept: tunnel.answerProbe,
    viaOf: (headers) => viaOf(headers, tunnel.status.url),
    senderOf: (headers) => (viaOf(headers, tunnel.status.url) === 'tunnel' ? claimedSender(headers) : null),
    limits: limitsOf(settings.current),
    counted: (counters) => events.emit('listener.counted', counters),
    onBug,
    now,
  });
  const capturePort = createCapturePort(listener, (state) => events.emit('listener.changed', state), report);
  const { sender, sending, deliveries, bursts, auditing } = await constructSending({
    store,
    events,
    schemes,
    secrets,
    endpoints,
    settings,
    senderOptions,
    report,
    onBug,
    now,
  });
  const searches = createSearches({ worker: options.workers.search, log });
  const decoding = createDecoding({ worker: options.workers.decode, log });
  const diagnosing = createDiagnosing({
    searches,
    store,
    schemes,
    endpoints,
    secrets,
    publishedKeys,
    tunnelUrl: () => tunnel.status.url,
    now,
  });

  const handlers = createHandlers({
    store,
    salvage: store.salvage,
    events,
    notices,
    settings,
    schemes,
    endpoints,
    secrets,
    judging,
    rejudging,
    auditing,
    diagnosing,
    searches,
    decoding,
    captureKeys: createCaptureKeys({ store, endpoints, judging, publishedKeys }),
    confirming,
    keyPairs: createKeyPairs({ secrets, schemes, endpoints, crypto: nodeCrypto }),
    sending,
    deliveries,
    bursts,
    queue: forwarding.queue,
    collections,
    confirmedTargets,
    tunnel,
    log,
    state: () => ({
      version: options.version,
      host: options.host,
      dataDir: options.dataDir,
      listener: capturePort.state,
      listenerCounters: listener.counters,
      tunnel: tunnel.status,
      tunnelProviders: tunnel.providers,
      endpoints: endpoints.all,
      ruleHits: ruleHits.all,
      secrets: secrets.all,
      settings: settings.current,
      notices: notices.current,
      salvage: store.salvage.state,
      secretProtection: sealer.description,
    }),
    applySettings: createApplySettings({ events, capturePort, listener, tunnel, retention, report }),
  });

  let stopping: Promise<void> | null = null;
  async function stopNow(): Promise<void> {
    await auditing.close();
    await Promise.all([searches.close(), decoding.close()]);
    await tunnel.close();
    // Together: a sender that waits for a target's reply is answered, and what comes in the meantime waits on disk.
    await Promise.all([forwarding.close(), listener.close()]);
    await inbox.settled();
    await publishedKeys.close();
    confirming.close();
    await ruleHits.close();
    rejudging.stop();
    await rejudging.idle();
    await judging.close();
    events.flush();
  }
  const stop = (): Promise<void> => (stopping ??= stopNow());

  let closing: Promise<void> | null = null;
  async function closeNow(): Promise<void> {
    await stop();
    await Promise.all([deliveries.close(), bursts.close()]);
    sender.close();
    await Promise.all([retention.stop(), diskSpace.stop()]);
    await store.close();
    release();
  }

  return {
    handlers,
    dataDir: options.dataDir,
    log,
    on: events.on,
    async start() {
      judging.warmUp();
      await diskSpace.look();
      await capturePort.open(options.port ?? settings.current.listenPort);
      retention.soon();
      rejudging.resume();
      forwarding.queue.start();
      store.salvage.start();
      // What was brought over without a verdict.
      void store.salvage.idle().then(() => rejudging.resume());
    },
    wake() {
      tunnel.retryNow();
      // Waits do not run on while the machine sleeps.
      forwarding.queue.start();
    },
    stop,
    close: () => (closing ??= closeNow()),
  };
}

const monotonicMs = (): number => performance.now();
