import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { WORKER_HEAP } from '../../src/main/small-heaps.ts';

const program = fileURLToPath(new URL('./fill-young-generation.ts', import.meta.url));

/** After work, after a rest, after work again; and of a worker that is started then. */
async function setAsideMiB(how: 'bounded' | 'as ever'): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, how]);
  return JSON.parse(stdout);
}

describe('what V8 sets aside for new objects of the main thread', () => {
  it('grows to its bound and no further, again after it was made smaller', async () => {
    const [[busy, rested, again, worker], [asEver]] = await Promise.all([
      setAsideMiB('bounded'),
      setAsideMiB('as ever'),
    ]);
    for (const size of [busy, again]) {
      expect(size).toBeGreaterThan(4);
      expect(size).toBeLessThanOrEqual(8);
    }
    expect(rested).toBeLessThan(4);
    expect(asEver).toBeGreaterThan(16);
    // Twice what it begins with. V8 counts pages, one or two of which may be on their way to the old space, so no figure is exact.
    expect(worker).toBeGreaterThan(2);
    expect(worker).toBeLessThanOrEqual(6);
  }, 60_000);
});

describe('what V8 sets aside for new objects of a worker', () => {
  const work = `const alive = [];
    for (let made = 0; made < 2e6; made++) alive[made % 50_000] = { made, text: String(made) };
    const space = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    require('node:worker_threads').parentPort.postMessage(space.space_size / 2 ** 20);`;
  const setAside = async (resourceLimits: ResourceLimits): Promise<number> => {
    const [size] = await once(new Worker(work, { eval: true, resourceLimits }), 'message');
    return size;
  };

  it('is no more than what it is given', async () => {
    expect(await setAside(WORKER_HEAP)).toBeLessThanOrEqual(6);
    expect(await setAside({})).toBeGreaterThan(16);
  });
});
