import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Endpoints } from '../endpoints.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { BroughtSecret } from './decide.ts';

export interface KeepingOptions {
  readonly secrets: Pick<Secrets, 'add'>;
  readonly endpoints: Pick<Endpoints, 'byId' | 'update'>;
  readonly kept: (endpointId: string) => void;
}

/** Makes a secret that a handshake brought one of its endpoint; the one that was awaited has come then. */
export function createKeeping({ secrets, endpoints, kept }: KeepingOptions) {
  return async ({ endpointId, scheme, label, value }: BroughtSecret): Promise<Result<void, Failure>> => {
    const added = await secrets.add({ endpointId, label, scheme, value });
    if (!added.ok) return added;
    kept(endpointId);
    const replying = endpoints.byId(endpointId)?.replying;
    if (replying === undefined || !replying.handshakes.awaitsSecret) return ok();
    const handshakes = { ...replying.handshakes, awaitsSecret: false };
    const updated = await endpoints.update({ id: endpointId, replying: { ...replying, handshakes } });
    return updated.ok ? ok() : updated;
  };
}
