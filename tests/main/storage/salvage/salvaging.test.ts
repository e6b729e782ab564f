import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SalvageState } from '../../../../src/core/salvage.ts';
import { newSalvageJob, SALVAGE_VALUE, type SalvageJob } from '../../../../src/main/storage/salvage/salvage-job.ts';
import { connectForWriting } from '../../../../src/main/storage/sqlite/connection.ts';
import { unwrap } from '../../../support/store-helpers.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { openAt } from '../sqlite-support.ts';
import { rawsOf, salvaged, writeHistory } from './damaged-files.ts';

/** A closed history that has these jobs stored, as a crash or a version that took any path left them. */
async function historyWith(file: string, jobs: readonly SalvageJob[]): Promise<void> {
  const { store } = await openAt(file);
  await store.close();
  const db = connectForWriting(file);
  const value = JSON.stringify(JSON.stringify(jobs));
  db.prepare('INSERT INTO named_values (name, value) VALUES (?, ?)').run(SALVAGE_VALUE, value);
  db.close();
}

async function folderIn(dir: string): Promise<string> {
  const folder = join(dir, 'folder');
  mkdirSync(folder);
  return folder;
}

describe('a file to salvage', () => {
  it('that is none is refused and not remembered', async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const wrong = [await folderIn(dir), join(dir, 'none.db'), join(dir, 'folder', 'x', 'y')];
    if (process.platform !== 'win32') {
      const pipe = join(dir, 'pipe');
      execFileSync('mkfifo', [pipe]);
      wrong.push(pipe);
      // The super-user may read it all the same.
      if (process.getuid?.() !== 0) {
        const closed = join(dir, 'closed.db');
        await writeHistory(closed, 1);
        chmodSync(closed, 0);
        wrong.push(closed);
      }
    }
    const { store } = await openAt(file);
    for (const path of wrong) {
      expect(await store.salvage.add(path)).toMatchObject({
        ok: false,
        failure: { code: 'file-unreadable', file: path },
      });
    }
    expect(store.salvage.state).toBeNull();
    await store.close();
    const { store: next } = await openAt(file);
    expect(next.salvage.state).toBeNull();
    await next.close();
  });

  it('that cannot be read keeps no other from its turn, and is told of until it is dismissed', async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const folder = await folderIn(dir);
    const gone = join(dir, 'gone.db');
    const good = join(dir, 'good.db');
    await writeHistory(good, 5);
    await historyWith(file, [newSalvageJob(folder), newSalvageJob(gone)]);
    const told: (readonly [string, string])[] = [];
    const onSalvage = (state: SalvageState | null): void => {
      if (state?.stage === 'done' || state?.stage === 'waiting') told.push([state.file, state.stage]);
    };
    const { store } = await openAt(file, { onSalvage });
    unwrap(await store.salvage.add(good));
    await store.salvage.idle();
    expect(store.salvage.stateOf(good)).toMatchObject({ stage: 'done', good: 5 });
    expect((await rawsOf(store)).size).toBe(5);
    // Each in its turn, and then the failure once more: it is what is shown now.
    expect(told).toEqual([
      [folder, 'waiting'],
      [gone, 'waiting'],
      [good, 'done'],
      [folder, 'waiting'],
    ]);
    const failure = { code: 'file-unreadable', file: folder };
    expect(store.salvage.state).toMatchObject({ file: folder, stage: 'waiting', failure });
    await store.close();

    // What could not be read may be readable later: it is tried at each start.
    const { store: next } = await openAt(file);
    expect(await salvaged(next)).toMatchObject({ file: folder, stage: 'waiting', failure });
    unwrap(await next.salvage.dismiss());
    expect(next.salvage.state).toMatchObject({ file: gone, stage: 'waiting', failure: { detail: 'ENOENT' } });
    unwrap(await next.salvage.dismiss());
    expect(next.salvage.state).toMatchObject({ file: good, stage: 'done', good: 5 });
    unwrap(await next.salvage.dismiss());
    expect(next.salvage.state).toBeNull();
    await next.close();
    const { store: last } = await openAt(file);
    expect(last.salvage.state).toBeNull();
    await last.close();
  });

  it('whose salvage a crash interrupted goes on behind the last row, whatever stands before it', async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const old = join(dir, 'old.db');
    const raws = await writeHistory(old, 20);
    const halfway = { ...newSalvageJob(old), total: 20, good: 12, afterCapture: 12 };
    await historyWith(file, [newSalvageJob(await folderIn(dir)), halfway]);
    const { store } = await openAt(file);
    await salvaged(store);
    expect(store.salvage.stateOf(old)).toMatchObject({ stage: 'done', total: 20, good: 20 });
    // The first twelve were stored by the run that crashed; here none of them was, so that a second look would show.
    expect([...(await rawsOf(store)).values()]).toEqual([...raws.values()].slice(12));
    await store.close();
  });

  it('that comes back is brought over at the next start', async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const old = join(dir, 'old.db');
    await historyWith(file, [newSalvageJob(old)]);
    const { store } = await openAt(file);
    expect(await salvaged(store)).toMatchObject({ stage: 'waiting', failure: { code: 'file-unreadable' } });
    await store.close();
    await writeHistory(old, 3);
    const { store: next } = await openAt(file);
    expect(await salvaged(next)).toMatchObject({ stage: 'done', good: 3 });
    await next.close();
  });

  it('may be added while another is under way, and forgotten alone', async () => {
    const dir = await tempDir();
    const files = [join(dir, 'a.db'), join(dir, 'b.db')] as const;
    await writeHistory(files[0], 300);
    await writeHistory(files[1], 10);
    let added: Promise<unknown> | null = null;
    const { store } = await openAt(join(dir, 'history.db'), {
      onSalvage: (state) => {
        if (state?.stage === 'copying') added ??= store.salvage.add(files[1]);
      },
    });
    unwrap(await store.salvage.add(files[0]));
    await store.salvage.idle();
    await added;
    expect(store.salvage.stateOf(files[0])).toMatchObject({ stage: 'done', good: 300, total: 300 });
    expect(store.salvage.stateOf(files[1])).toMatchObject({ stage: 'done', good: 10, total: 10 });
    unwrap(await store.salvage.forget(files[1]));
    expect(store.salvage.state).toMatchObject({ file: files[0], stage: 'done' });
    await store.close();
  });

  it('of which the salvage is stopped has not failed', async () => {
    const dir = await tempDir();
    const old = join(dir, 'old.db');
    await writeHistory(old, 700);
    const told: SalvageState[] = [];
    const { store } = await openAt(join(dir, 'history.db'), {
      onSalvage: (state) => {
        if (state !== null) told.push(state);
        if (state?.stage === 'copying') void store.close();
      },
    });
    unwrap(await store.salvage.add(old));
    await store.salvage.idle();
    await store.close();
    expect(told.filter(({ stage }) => stage === 'waiting')).toEqual([]);
    await rm(old);
  });
});
