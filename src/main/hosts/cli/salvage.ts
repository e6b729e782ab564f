import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Failure } from '../../../core/failure.ts';
import { salvageWords } from '../../../core/salvage.ts';
import type { Workers } from '../../engine.ts';
import { keepHeapsSmall } from '../../small-heaps.ts';
import { acquireInstanceLock } from '../../storage/instance-lock.ts';
import { openSqliteStore } from '../../storage/sqlite/sqlite-store.ts';
import { dataDirOf } from './cli-engine.ts';
import { complain, complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';

/** `hookproof salvage FILE`: what is readable in a damaged history, into the one of the data folder. The file stays as it is. */
export async function salvage(
  file: string,
  options: { readonly data?: string; readonly json: boolean },
  workers: Workers,
): Promise<ExitCode> {
  const damaged = resolve(file);
  if (!existsSync(damaged)) {
    return complainOf({ code: 'file-unreadable', file: damaged, detail: 'there is no such file' });
  }
  const dataDir = dataDirOf(options);
  keepHeapsSmall();
  const locked = await acquireInstanceLock(dataDir, 'cli');
  if (!locked.ok) return complainOf(locked.failure);
  try {
    const onFault = (failure: Failure): void => void complainOf(failure);
    const opened = await openSqliteStore({ file: join(dataDir, 'history.db'), workers, onFault });
    if (!opened.ok) return complainOf(opened.failure);
    const store = opened.value;
    try {
      const added = await store.salvage.add(damaged);
      if (!added.ok) return complainOf(added.failure);
      await store.salvage.idle();
      const { state } = store.salvage;
      if (state === null) return EXIT.failed;
      const words = salvageWords(state);
      if (options.json) await writeJsonLine({ event: 'salvaged', ...state });
      else if (state.stage === 'done') await writeOut(`${words.title}\n`);
      if (state.stage !== 'done') complain(`${words.title}\n  ${words.hint}`);
      else await store.salvage.dismiss();
      return state.stage === 'done' && state.good + state.mismatched > 0 ? EXIT.ok : EXIT.failed;
    } finally {
      await store.close();
    }
  } finally {
    locked.value.release();
  }
}
