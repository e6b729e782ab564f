import { randomUUID } from 'node:crypto';
import type { CaptureId } from '../../../core/capture.ts';
import type { Failure } from '../../../core/failure.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { InBackground } from '../background.ts';
import type { Store } from '../store.ts';
import type { Input, ReaderCalls, WriterCalls } from './protocol.ts';
import type { WorkerClient } from './worker-client.ts';

/** Captures hidden a step of a clear: some ten milliseconds in which nothing else is written. */
const HIDE_STEP = 2000;

/** Clearing with undo: hides, brings back, and deletes for good in the background. */
export interface Clearing extends Pick<Store, 'clear' | 'restore'> {
  /** Waits until what can no longer be brought back is deleted. */
  purged(): Promise<void>;
  /** Gives free pages back to the disk. Resolves to whether the disk is full, or nearly. */
  shrink(): Promise<boolean>;
  /** The disk is full: what could still be brought back is deleted now. */
  giveUpUndo(): void;
  /** Waits for the step of a deletion that is under way; the rest is left to the next start. */
  stop(): Promise<void>;
}

export interface ClearingOptions {
  readonly writer: WorkerClient<WriterCalls>;
  readonly reader: WorkerClient<ReaderCalls>;
  /** Clears of an earlier run, which nothing can undo any more. */
  readonly hiddenBefore: readonly string[];
  /** Whether the disk has so little room left that every free page of the file is wanted back. */
  readonly isShortOfRoom: () => boolean;
  readonly onFault: (failure: Failure) => void;
  readonly inBackground: InBackground;
}

export function createClearing(options: ClearingOptions): Clearing {
  const { writer, reader, hiddenBefore, isShortOfRoom, onFault, inBackground } = options;
  let undoable: string | null = null;
  let stopped = false;
  let purging: Promise<void> = Promise.resolve();

  function purgeLater(token: string): void {
    const work = async (): Promise<void> => {
      for (let more = true; more && !stopped; ) {
        const step = await writer.call('purge', { token });
        if (!step.ok) return onFault(step.failure);
        more = step.value.more;
      }
      await shrink();
    };
    // One that fails must not take those after it, nor what waits for them, along.
    purging = inBackground(purging.then(work));
  }

  async function shrink(): Promise<boolean> {
    while (!stopped) {
      const all = isShortOfRoom();
      const step = await writer.call('shrink', { all });
      if (!step.ok) {
        onFault(step.failure);
        return false;
      }
      if (!step.value.more) return step.value.full || all;
    }
    return false;
  }

  function giveUpUndo(): void {
    if (undoable !== null) purgeLater(undoable);
    undoable = null;
  }

  async function unhide(token: string): Promise<Result<{ count: number }, Failure>> {
    let count = 0;
    for (let more = true; more; ) {
      const step = await writer.call('restore', { token });
      if (!step.ok) return step;
      count += step.value.count;
      more = step.value.more;
    }
    return ok({ count });
  }

  /** Those that were there at the call: what arrives meanwhile was not seen by the user who clears. */
  async function hide(filter: CaptureFilter, token: string): Promise<Result<number, Failure>> {
    let count = 0;
    const newest = await reader.call('newestId', null);
    if (!newest.ok) return newest;
    for (let after: CaptureId | null = null; ; ) {
      const asked: Input<ReaderCalls, 'ids'> = { filter, after, upTo: newest.value, limit: HIDE_STEP };
      const ids: Result<readonly CaptureId[], Failure> = await reader.call('ids', asked);
      if (!ids.ok) return ids;
      const hidden = await writer.call('hide', { token, ids: ids.value });
      if (!hidden.ok) return hidden;
      count += hidden.value;
      after = ids.value.at(-1) ?? null;
      if (ids.value.length < HIDE_STEP) return ok(count);
    }
  }

  for (const token of hiddenBefore) purgeLater(token);

  return {
    async clear(filter) {
      const token = randomUUID();
      const hidden = await hide(filter, token);
      if (!hidden.ok) {
        // Nothing of a failed clear stays. When even that fails, the next start deletes what stayed hidden.
        const undone = await unhide(token);
        if (!undone.ok) onFault(undone.failure);
        return hidden;
      }
      giveUpUndo();
      undoable = token;
      // Who clears a full disk needs the room more than the undo.
      if (await shrink()) giveUpUndo();
      return ok({ token, count: hidden.value });
    },
    async restore(token) {
      return token === undoable ? unhide(token) : ok({ count: 0 });
    },
    purged: () => purging,
    shrink,
    giveUpUndo,
    async stop() {
      stopped = true;
      await purging;
    },
  };
}
