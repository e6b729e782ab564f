import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { type Child, startChild } from './child.ts';
import { EIO, ENOSPC, type Faults, noFaultsHere, prepareFaults } from './fault-shim.ts';
import { inspect, sound } from './inspect.ts';
import { type Load, startLoad } from './load.ts';

interface Rig {
  readonly faults: Faults;
  readonly child: Child;
  readonly load: Load;
  readonly file: string;
  /** Ends the load, kills the engine and expects that the history is sound. */
  finish(): Promise<void>;
}

/** An engine under load whose disk may be made to fail. */
async function underLoad(): Promise<Rig> {
  const dataDir = await tempDir();
  const file = join(dataDir, 'history.db');
  const faults = await prepareFaults();
  const child = await startChild(dataDir, { env: faults.env });
  const load = startLoad({ port: child.port, connections: 8, prefix: 'f' });
  await load.replies(20, 200);
  return {
    faults,
    child,
    load,
    file,
    async finish() {
      const sent = await load.stop();
      await child.kill();
      expect(inspect(file, sent).found).toEqual(sound);
    },
  };
}

// On a busy machine a start alone takes seconds.
describe.skipIf(noFaultsHere !== null)('a disk that', { timeout: 60_000 }, () => {
  it.each([
    ['fails to sync', { syncErrno: EIO, syncsToFail: -1 }, 503, 'storage-failed'],
    ['fails to write', { writeErrno: EIO, writesToFail: -1 }, 503, 'storage-failed'],
    ['is full', { writeErrno: ENOSPC, writesToFail: -1 }, 507, 'storage-full'],
  ] as const)('%s has requests refused, none of them kept, until it works again', async (_, values, status, code) => {
    const { faults, child, load, finish } = await underLoad();
    faults.set(values);
    await Promise.all([load.replies(40, status), child.notice(code)]);
    faults.set({ syncsToFail: 0, writesToFail: 0 });
    await Promise.all([load.replies(40, 200), child.notice(code, false)]);
    expect(faults.get('failed')).toBeGreaterThan(0);
    await finish();
  });

  it.each([
    ['sync', { syncErrno: EIO, syncsToFail: 1 }],
    ['write', { writeErrno: EIO, writesToFail: 1 }],
  ] as const)('fails one %s costs one commit at most', async (_, values) => {
    const { faults, load, finish } = await underLoad();
    for (let round = 1; round <= 5; round++) {
      faults.set(values);
      while (faults.get('failed') < round) await load.replies(1, 200);
      await load.replies(20, 200);
    }
    expect(faults.get('failed')).toBe(5);
    await finish();
  });

  it('fails keeps what it acknowledged, also when the engine is killed meanwhile', async () => {
    const { faults, child, load, file } = await underLoad();
    faults.set({ syncErrno: EIO, syncsToFail: -1 });
    await load.replies(10, 503);
    await child.kill();
    const { found } = inspect(file, await load.ended);
    // What was written and not synced may be there after all, though its sender was told to come again: nobody can know.
    expect({ ...found, ghosts: [] }).toEqual(sound);
  });

  it('is slow makes many requests share a sync', async () => {
    const { faults, load, finish } = await underLoad();
    faults.set({ syncDelayMs: 20 });
    await load.replies(8, 200);
    const before = faults.get('syncs');
    await load.replies(80, 200);
    expect(faults.get('syncs') - before).toBeLessThan(80);
    await finish();
  });
});

if (noFaultsHere !== null) process.stdout.write(`faults of the disk: not tested, ${noFaultsHere}\n`);
