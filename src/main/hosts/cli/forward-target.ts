import { wireRequest } from '../../../core/draft/sendable.ts';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { isThisMachine } from '../../net/addresses.ts';
import { resolveName, within } from '../../net/resolve.ts';
import { lookupFailure, unconfirmed } from '../../replay/sender.ts';

/** Where `listen --forward` sends to. */
export interface ForwardTarget {
  readonly url: string;
  readonly origin: string;
  /** The port on this machine that requests arrive at; null when the target is another machine. */
  readonly localPort: number | null;
}

/** Long enough for a resolver that asks a second server after the first one's five seconds. */
const LOOKUP_MS = 15_000;

/** Checks a target before anything is captured for it. `isMeant`: the user said `--yes`. */
export async function forwardTarget(url: string, isMeant: boolean): Promise<Result<ForwardTarget, Failure>> {
  const wire = wireRequest({ method: 'GET', url, headers: [], body: new Uint8Array(0), signing: null });
  if (!wire.ok) return wire;
  const { origin, host, port } = wire.value;
  try {
    const addresses = await within(LOOKUP_MS, resolveName(host));
    const question = isMeant ? null : unconfirmed({ origin, host }, addresses);
    if (question !== null) return fail(question);
    const isLocal = addresses.some(({ address }) => isThisMachine(address));
    return ok({ url, origin, localPort: isLocal ? port : null });
  } catch (error) {
    return fail(lookupFailure(origin, LOOKUP_MS, error));
  }
}
