import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Failure } from '../core/failure.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { errnoOf } from './atomic-file.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { createEventHub } from './events.ts';
import { createNotices } from './notices.ts';
import { createDiskSpace } from './storage/disk-space.ts';
import { acquireInstanceLock } from './storage/instance-lock.ts';
import { worthShowing } from './storage/sqlite/indexing.ts';
import { openSqliteStore } from './storage/sqlite/sqlite-store.ts';
import { holdingUnstoredAttempts } from './storage/unstored-attempts.ts';

/** Opens the history first: while its workers start, this thread loads everything else that an engine consists of. */
export async function openEngine(options: EngineOptions): Promise<Result<Engine, Failure>> {
  const { log } = options;
  const locking = await acquireInstanceLock(options.dataDir, options.host);
  if (!locking.ok) return locking;
  const lock = locking.value;

  const now = options.now ?? Date.now;
  const onBug = onBugOf(log);
  const events = createEventHub(onBug);
  const notices = createNotices(events, now);
  const report = (failure: Failure): void => {
    log.warn({ failure }, 'reported to the user');
    notices.report(failure);
    // It is set aside, and that is what there is to tell of it now.
    if (failure.code === 'store-corrupt') notices.resolve('store-damaged');
  };
  const diskSpace = createDiskSpace({
    ...options.diskSpace,
    dir: options.dataDir,
    report,
    resolve: notices.resolve,
    onBug,
  });
  const showIndexing = worthShowing((left) => events.emit('indexing.progress', { left }));
  const opening = openSqliteStore({
    file: join(options.dataDir, 'history.db'),
    workers: options.workers,
    clock: now,
    isShortOfRoom: () => diskSpace.pausedBy !== null,
    onFault(failure) {
      // Said anew each time: it counts.
      if (failure.code === 'storage-restarted') notices.resolve(failure.code);
      report(failure);
    },
    onBug,
    onSalvage: (salvage) => events.emit('salvage.changed', { salvage }),
    onIndexing(progress) {
      if (progress.left === 0) notices.resolve('search-index-paused');
      showIndexing(progress);
    },
    onBrought: () => events.emit('captures.removed', { all: true }),
  });
  const [opened, { construct }] = await Promise.all([opening, import('./construct-engine.ts'), options.meanwhile?.()]);
  if (!opened.ok) {
    lock.release();
    return opened;
  }
  const store = holdingUnstoredAttempts(opened.value, report, notices.resolve);
  try {
    return ok(await construct({ options, store, diskSpace, events, notices, report, onBug, release: lock.release }));
  } catch (error) {
    // Nothing may stay open that would keep the process alive or the folder locked.
    await store.close();
    lock.release();
    // A file of the data folder that this user may not read, or a folder in its place.
    if (errnoOf(error) === null || !(error instanceof Error)) throw error;
    return fail({ code: 'data-dir-unwritable', dataDir: options.dataDir, detail: error.message });
  }
}

function onBugOf(log: Logger): (error: unknown) => void {
  return (error) => log.error({ err: error }, 'unexpected error');
}
