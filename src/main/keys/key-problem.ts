import type { KeyFetchCause } from '../../core/failure.ts';

/** Why there is no key at a place, before it is known which host's fault it is. */
export interface KeyProblem {
  readonly cause: KeyFetchCause;
  /** A status, a date, a system's own message. Never a body. */
  readonly detail: string | null;
}
