import { join, resolve } from 'node:path';
import type { Failure } from '../../../core/failure.ts';
import { type SalvageState, salvageWords } from '../../../core/salvage.ts';
import type { Workers } from '../../engine.ts';
import { keepHeapsSmall } from '../../small-heaps.ts';
import { acquireInstanceLock } from '../../storage/instance-lock.ts';
import { refuseUnreadable } from '../../storage/salvage/readable-file.ts';
import { openSqliteStore } from '../../storage/sqlite/sqlite-store.ts';
import { dataDirOf } from './cli-engine.ts';
import { salvageSayer } from './engine-problems.ts';
import { complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';

/**
 * `hookproof salvage FILE`: what is readable in a damaged history, into the one of the data folder. The file stays as it is. Others that
 * wait for their turn there come along, and what comes of them is told on standard error; the exit code is of this file alone.
 */
export async function salvage(
  file: string,
  options: { readonly data?: string; readonly json: boolean },
  workers: Workers,
): Promise<ExitCode> {
  const damaged = resolve(file);
  // Before anything is made or locked for it.
  const readable = await refuseUnreadable(damaged);
  if (!readable.ok) return complainOf(readable.failure);
  const dataDir = dataDirOf(options);
  keepHeapsSmall();
  const locked = await acquireInstanceLock(dataDir, 'cli');
  if (!locked.ok) return complainOf(locked.failure);
  try {
    const onFault = (failure: Failure): void => void complainOf(failure);
    const saySalvage = salvageSayer();
    const onSalvage = (state: SalvageState | null): void => {
      // What came of this file goes to standard output.
      if (state?.file !== damaged || state.stage !== 'done') saySalvage(state);
    };
    const opened = await openSqliteStore({ file: join(dataDir, 'history.db'), workers, onFault, onSalvage });
    if (!opened.ok) return complainOf(opened.failure);
    const store = opened.value;
    try {
      const added = await store.salvage.add(damaged);
      if (!added.ok) return complainOf(added.failure);
      await store.salvage.idle();
      const state = store.salvage.stateOf(damaged);
      if (state === null) return EXIT.failed;
      if (options.json) await writeJsonLine({ event: 'salvaged', ...state });
      else if (state.stage === 'done') await writeOut(`${salvageWords(state).title}\n`);
      // The others are left to the app, which tells of them until they are dismissed.
      if (state.stage === 'done') await store.salvage.forget(damaged);
      return state.stage === 'done' && state.good + state.mismatched > 0 ? EXIT.ok : EXIT.failed;
    } finally {
      await store.close();
    }
  } finally {
    locked.value.release();
  }
}
