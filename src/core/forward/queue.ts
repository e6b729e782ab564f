import type { AttemptOutcome } from '../attempt.ts';
import type { CaptureId } from '../capture.ts';

/** A capture waits for a target at most once. */
export interface QueueKey {
  readonly captureId: CaptureId;
  readonly targetId: string;
}

/** A target has the id that its endpoint's forward settings give it. */
export interface QueueTargetKey {
  readonly endpointId: string;
  readonly targetId: string;
}

/** A capture that waits for a target which did not take it when it arrived, or has not been asked yet. */
export interface QueuedDelivery extends QueueKey, QueueTargetKey {
  /** Of the capture, for showing: it stays readable here when the history was cleared. `path` is cut to 200 characters. */
  readonly method: string;
  readonly path: string;
  readonly queuedAt: number;
  readonly state: QueuedState;
  /** How often it was sent so far, the try at its arrival included. */
  readonly tries: number;
  /** How often the target answered and asked for another try by its status; `schedule.ts` bounds it. */
  readonly refusals: number;
  /** When it is tried again, unless an earlier one has to go first; null unless `state` is `waiting`. */
  readonly nextAt: number | null;
  /** Of the last try; null before the first. */
  readonly last: AttemptOutcome | null;
  /** A try may have reached the target although it counts as failed: the target may get it twice. */
  readonly mayBeTwice: boolean;
}

/** `stopped`: it is not tried again by itself; it waits for `queue.deliverNow` or `queue.drop`. */
export type QueuedState = 'waiting' | 'sending' | 'stopped';

/** What waits for one target. */
export interface QueuedTarget extends QueueTargetKey {
  /** As the settings have it now; null: the endpoint or its target is no longer there. */
  readonly url: string | null;
  /** Those under way included. */
  readonly waiting: number;
  readonly stopped: number;
  readonly isSending: boolean;
  /** When the first one is tried next; null: one is under way, or none waits. */
  readonly nextAt: number | null;
  /** Of the first one's last try. */
  readonly last: AttemptOutcome | null;
}

export interface QueuePage {
  readonly targets: readonly QueuedTarget[];
  /** By target in the order of `targets`, each in the order of delivery. */
  readonly deliveries: readonly QueuedDelivery[];
}

/** A target that is down for a day of a busy sender. Over it, senders are told to come again (503). */
export const MAX_QUEUED_PER_TARGET = 10_000;
/** Rows of one target that a page shows. */
export const MAX_QUEUE_PAGE = 500;
export const MAX_QUEUED_PATH_CHARS = 200;
