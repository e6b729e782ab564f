import type { Failure } from '../../core/failure.ts';
import { fail } from '../../core/result.ts';
import type { SecretSealer } from './sealer.ts';

/** Stands in when the host's protection could not be opened: every stored secret is locked, and none can be added. */
export function lockedSealer(why: Failure): SecretSealer {
  return {
    description: 'locked: the vault could not be opened',
    seal: () => Promise.resolve(fail(why)),
    open: () => Promise.resolve(fail({ code: 'secret-locked', label: '' })),
  };
}
