import type { Endpoints } from '../endpoints.ts';
import type { EventHub } from '../events.ts';
import type { PublishedKeys } from '../keys/published-keys.ts';
import type { Schemes } from '../schemes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { JudgingState } from './judging-tasks.ts';

export interface JudgingSources {
  readonly schemes: Pick<Schemes, 'own'>;
  readonly endpoints: Pick<Endpoints, 'all'>;
  readonly secrets: Pick<Secrets, 'forEndpoint' | 'all'>;
  readonly publishedKeys: Pick<PublishedKeys, 'held'>;
  readonly tunnelUrl: () => string | null;
}

/** Tells of each change of what judging depends on, but for published keys, whose arrival is no event. */
export function onJudgingState(events: Pick<EventHub, 'on'>, changed: () => void): void {
  for (const name of ['schemes.changed', 'endpoints.changed', 'secrets.changed'] as const) events.on(name, changed);
  let tunnelUrl: string | null = null;
  // Of a tunnel's status each check through it is a change.
  events.on('tunnel.changed', ({ url }) => {
    if (url === tunnelUrl) return;
    tunnelUrl = url;
    changed();
  });
}

/** As everything is at this moment. */
export function judgingState({ schemes, endpoints, secrets, publishedKeys, tunnelUrl }: JudgingSources): JudgingState {
  return {
    ownRecipes: schemes.own,
    endpoints: endpoints.all,
    secrets: endpoints.all.map(({ id }) => ({
      endpointId: id,
      ...secrets.forEndpoint(id),
      schemes: secrets.all.flatMap(({ endpointId, scheme }) => (endpointId === id ? (scheme ?? []) : [])),
    })),
    publishedKeys: publishedKeys.held,
    tunnelUrl: tunnelUrl(),
  };
}
