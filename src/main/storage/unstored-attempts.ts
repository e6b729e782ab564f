import type { AttemptDetail, AttemptSummary } from '../../core/attempt.ts';
import type { Failure } from '../../core/failure.ts';
import { ok } from '../../core/result.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

/** Ids of attempts in memory lie above every id of a row. */
const FIRST_ID = 2 ** 52;

/** What is held: enough to see what came back to the last sendings, and a bound for a disk that stays full. */
const BOUNDS = { maxCount: 50, maxAgeDays: 0, maxBytes: 64 * 1024 * 1024 };

/**
 * The store, but for attempts that it fails to keep: those are held in memory until the process ends, and reported. The request
 * was sent and its reply came; that the disk is full is no reason not to show it.
 */
export function holdingUnstoredAttempts<S extends Store>(
  store: S,
  report: (failure: Failure) => void,
  resolve: (code: Failure['code']) => void,
): S {
  const held = createMemoryStore();
  const shown = <A extends AttemptSummary>(attempt: A): A => ({ ...attempt, id: FIRST_ID + attempt.id });
  const isHeld = (id: number): boolean => id >= FIRST_ID;
  return {
    ...store,
    async addAttempt(attempt) {
      const stored = await store.addAttempt(attempt);
      if (stored.ok) {
        resolve('attempt-not-kept');
        return stored;
      }
      const added = await held.addAttempt(attempt);
      if (!added.ok) return added;
      await held.prune(BOUNDS, 0);
      report({ code: 'attempt-not-kept', cause: stored.failure.code === 'storage-full' ? 'full' : 'failed' });
      return ok<AttemptDetail>(shown(added.value));
    },
    async attempts(captureId, limit) {
      const unstored = await held.attempts(captureId, limit);
      return [...unstored.map(shown), ...(await store.attempts(captureId, limit))].slice(0, limit);
    },
    async attempt(id) {
      if (!isHeld(id)) return store.attempt(id);
      const attempt = await held.attempt(id - FIRST_ID);
      return attempt === null ? null : shown(attempt);
    },
    attemptBytes: (id, part, offset, maxBytes) =>
      isHeld(id)
        ? held.attemptBytes(id - FIRST_ID, part, offset, maxBytes)
        : store.attemptBytes(id, part, offset, maxBytes),
    attemptDraft: (id) => (isHeld(id) ? held.attemptDraft(id - FIRST_ID) : store.attemptDraft(id)),
  };
}
