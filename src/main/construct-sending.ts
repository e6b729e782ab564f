import type { Failure } from '../core/failure.ts';
import { type Auditing, createAuditing } from './audit/auditing.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { type Bursts, openBursts } from './deliver/bursts.ts';
import { createDeliveries, type Deliveries } from './deliver/deliveries.ts';
import type { Endpoints } from './endpoints.ts';
import type { EventHub } from './events.ts';
import { createSender, type Sender, type SenderOptions } from './replay/sender.ts';
import type { Schemes } from './schemes.ts';
import type { Secrets } from './secrets/secrets.ts';
import { createSending, type Sending } from './sending.ts';
import type { SettingsFile } from './settings.ts';
import type { Store } from './storage/store.ts';

/** What these parts need of the others. */
export interface SendingFoundation {
  readonly store: Store;
  readonly events: EventHub;
  readonly schemes: Schemes;
  readonly secrets: Secrets;
  readonly endpoints: Endpoints;
  readonly settings: SettingsFile;
  readonly senderOptions: SenderOptions;
  readonly report: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
  readonly now: () => number;
}

export interface SendingParts {
  readonly sender: Sender;
  readonly sending: Sending;
  readonly deliveries: Deliveries;
  readonly bursts: Bursts;
  readonly auditing: Auditing;
}

/** An audit keeps every reply until its report is no longer wanted. */
const MAX_AUDIT_REPLY_BYTES = 256 * 1024;

/** A hundred replies come at once, and nobody reads them. */
const MAX_BURST_REPLY_BYTES = 16 * 1024;

/** Builds replays, drafts, deliveries, bursts and audits: what goes out because a person asked for it. */
export async function constructSending({
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
}: SendingFoundation): Promise<SendingParts> {
  const sender = createSender(senderOptions);
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
  const deliveries = createDeliveries({
    createSender: () => createSender(senderOptions),
    sending,
    schemes,
    crypto: nodeCrypto,
    changed: (run) => events.emit('deliveries.changed', { run }),
    onBug,
    now,
  });
  const bursts = await openBursts({
    createSender: () => createSender({ ...senderOptions, maxReplyBytes: MAX_BURST_REPLY_BYTES }),
    store,
    sending,
    schemes,
    crypto: nodeCrypto,
    changed: (burst) => events.emit('bursts.changed', { burst }),
    onStorageFailure: report,
    onBug,
    now,
  });

  const auditing = createAuditing({
    createSender: () => createSender({ ...senderOptions, maxReplyBytes: MAX_AUDIT_REPLY_BYTES }),
    store,
    schemes,
    secrets,
    crypto: nodeCrypto,
    verifyTls: () => settings.current.send.verifyTls,
    progress: (progress) => events.emit('audits.progress', progress),
  });
  return { sender, sending, deliveries, bursts, auditing };
}
