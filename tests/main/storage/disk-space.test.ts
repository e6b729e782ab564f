import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/core/failure.ts';
import { createDiskSpace } from '../../../src/main/storage/disk-space.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Looks at each of the figures in turn; gives what was said of each, and whether capturing is paused. */
async function said(figures: readonly (number | null)[]): Promise<readonly [readonly string[], boolean][]> {
  let free: number | null = null;
  let heard: string[] = [];
  const space = createDiskSpace({
    dir: '/',
    warnBelowBytes: 500,
    pauseBelowBytes: 100,
    everyMs: 1e6,
    freeBytes: async () => free,
    report: ({ code }) => heard.push(code),
    resolve: (code) => heard.push(`no ${code}`),
    onBug: (error) => {
      throw error;
    },
  });
  const all: [readonly string[], boolean][] = [];
  for (const figure of figures) {
    free = figure;
    await space.look();
    all.push([heard, space.pausedBy !== null]);
    heard = [];
  }
  await space.stop();
  return all;
}

describe('the watch over the disk’s space', () => {
  it('warns once, pauses once, and takes both back when space returns', async () => {
    expect(await said([1000, 499, 400, 99, 0, 109, 110, 549, 550])).toEqual([
      [[], false],
      [['disk-low'], false],
      [[], false],
      [['no disk-low', 'capture-paused'], true],
      [[], true],
      [[], true],
      [['no capture-paused', 'no storage-full', 'disk-low'], false],
      [[], false],
      [['no disk-low'], false],
    ]);
  });

  it('says the worse of the two where the disk was full from the start', async () => {
    expect(await said([0, 1000])).toEqual([
      [['capture-paused'], true],
      [['no capture-paused', 'no storage-full'], false],
    ]);
  });

  it('stays as it is where the disk does not say', async () => {
    expect(await said([null, 0, null])).toEqual([
      [[], false],
      [['capture-paused'], true],
      [[], true],
    ]);
  });

  it('looks at a real disk by itself, and says nothing of a folder that is gone', async () => {
    const failures: unknown[] = [];
    const report = (failure: unknown): void => {
      failures.push(failure);
    };
    const others = { resolve: () => undefined, onBug: report, everyMs: 1 };
    const dir = await tempDir();
    const limits = { warnBelowBytes: 1e18, pauseBelowBytes: 0 };
    const reported = new Promise<Failure>((resolve) => {
      void createDiskSpace({ dir, ...limits, ...others, report: resolve }).look();
    });
    expect(await reported).toEqual({ code: 'disk-low', belowBytes: 1e18, pauseBelowBytes: 0 });
    const gone = createDiskSpace({ dir: `${dir}/none`, ...limits, ...others, report });
    await gone.look();
    expect(failures).toEqual([]);
    await gone.stop();
  });
});
