import type { Endpoints } from '../endpoints.ts';
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
