import type { Failure } from './failure.ts';

/** Where the key of one request can be fetched, and how that stands. */
export interface KeyPlace {
  readonly host: string;
  readonly url: string;
  /**
   * `ask`: only when the user says so; `allowed`: they did, or fetching is on for all providers; `never`: it is turned off.
   */
  readonly consent: 'ask' | 'allowed' | 'never';
  /** When the key that is held was fetched; null: none is. */
  readonly fetchedAt: number | null;
  /** Why the last try brought none; null: it did, or there was none. */
  readonly failure: Failure | null;
}
