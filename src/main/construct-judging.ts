import type { Logger } from 'pino';
import type { Failure } from '../core/failure.ts';
import type { Endpoints } from './endpoints.ts';
import type { EventHub } from './events.ts';
import { createJudging, type Judging } from './judging/judging.ts';
import { judgingState, onJudgingState } from './judging/judging-state.ts';
import { createRejudging, type Rejudging } from './judging/rejudge.ts';
import type { KeyNetwork } from './keys/guarded-get.ts';
import { openPublishedKeys, type PublishedKeys } from './keys/published-keys.ts';
import type { Schemes } from './schemes.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { SettingsFile } from './settings.ts';
import type { Store } from './storage/store.ts';

/** What these parts need of the others. */
export interface JudgingFoundation {
  readonly worker: URL;
  readonly store: Store;
  readonly events: EventHub;
  readonly schemes: Schemes;
  readonly secrets: Secrets;
  readonly endpoints: Endpoints;
  readonly settings: SettingsFile;
  readonly network: KeyNetwork;
  readonly tunnelUrl: () => string | null;
  readonly log: Logger;
  readonly report: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
  readonly now: () => number;
}

export interface JudgingParts {
  readonly publishedKeys: PublishedKeys;
  readonly judging: Judging;
  readonly rejudging: Rejudging;
}

/** Builds what gives captures their verdicts: providers' keys, judging, and judging again when one of the things it depends on changes. */
export async function constructJudging({
  worker,
  store,
  events,
  schemes,
  secrets,
  endpoints,
  settings,
  network,
  tunnelUrl,
  log,
  report,
  onBug,
  now,
}: JudgingFoundation): Promise<JudgingParts> {
  const publishedKeys = await openPublishedKeys({
    store,
    network,
    consent: () => settings.current.fetchKeys,
    arrived: (endpointIds) => {
      judging.stateChanged();
      for (const id of endpointIds) rejudging.start(id);
    },
    changed: (host) => events.emit('keys.changed', { host }),
    onStorageFailure: report,
    onBug,
    now,
  });
  const judging = createJudging({
    worker,
    state: () => judgingState({ schemes, endpoints, secrets, publishedKeys, tunnelUrl }),
    wanted: publishedKeys.keyFor,
    log,
  });
  onJudgingState(events, judging.stateChanged);
  const rejudging = createRejudging({
    store,
    judging,
    endpoint: endpoints.byId,
    rows: events.rows,
    progress: (progress) => events.emit('judging.progress', progress),
    onStorageFailure: report,
    onBug,
  });
  return { publishedKeys, judging, rejudging };
}
