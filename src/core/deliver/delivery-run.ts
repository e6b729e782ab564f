import type { AttemptOutcome } from '../attempt.ts';
import type { Failure } from '../failure.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { Speed } from './speed.ts';

/** One event on its way as its provider would bring it. Lives in the engine and ends with it. */
export interface DeliveryRun {
  readonly id: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  /** Whose policy and delivery id it has; null: no provider in particular. */
  readonly scheme: string | null;
  readonly policy: DeliveryPolicy;
  readonly speed: Speed;
  /** In the order in which they were made. */
  readonly attempts: readonly DeliveryAttempt[];
  readonly state: DeliveryState;
}

export interface DeliveryAttempt {
  /** From 1. */
  readonly number: number;
  /** Of the stored attempt; null where none is stored. */
  readonly attemptId: number | null;
  readonly at: number;
  /** The policy's pause before it, ms, not divided by the speed. */
  readonly waitMs: number;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
}

export type DeliveryState =
  | {
      readonly kind: 'waiting';
      /** Of the attempt that comes next. */
      readonly number: number;
      /** The policy's, not divided by the speed. */
      readonly waitMs: number;
      /** When it comes, ms since the epoch, the speed included. */
      readonly until: number;
    }
  | { readonly kind: 'sending'; readonly number: number; readonly since: number }
  | {
      readonly kind: 'ended';
      /** `stopped`: an attempt could not even be sent, as `failure` says. */
      readonly outcome: 'succeeded' | 'given-up' | 'cancelled' | 'stopped';
      /** One clause; empty where the outcome says it. */
      readonly why: string;
      readonly at: number;
      readonly failure: Failure | null;
    };

export function hasEnded(run: DeliveryRun): boolean {
  return run.state.kind === 'ended';
}
