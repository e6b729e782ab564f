import type { Failure } from '../core/failure.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Store } from './storage/store.ts';

/** Origins that are not this machine and to which the user said once that requests may be sent. */
export interface ConfirmedTargets {
  has(origin: string): boolean;
  add(origin: string): Promise<Result<void, Failure>>;
}

const VALUE_NAME = 'confirmed-targets';

/** `forThisRun` is never stored. */
export async function openConfirmedTargets(store: Store, forThisRun: readonly string[]): Promise<ConfirmedTargets> {
  const text = await store.value(VALUE_NAME);
  // Written below and nowhere else: a list of strings.
  const origins = new Set<string>(text === null ? [] : (JSON.parse(text) as string[]));
  return {
    has: (origin) => origins.has(origin) || forThisRun.includes(origin),
    async add(origin) {
      if (!/^https?:\/\/[^/?#@\s]+$/.test(origin)) {
        return fail({
          code: 'invalid-input',
          field: 'Target',
          problem: 'it is not an origin such as https://example.com',
        });
      }
      const stored = await store.putValue(VALUE_NAME, JSON.stringify([...origins, origin]));
      if (stored.ok) origins.add(origin);
      return stored.ok ? ok() : stored;
    },
  };
}
