import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./fill-young-generation.ts', import.meta.url));

/** After work, after a rest, after work again. */
async function setAsideMiB(how: 'bounded' | 'as ever'): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, how]);
  return JSON.parse(stdout);
}

describe('what V8 sets aside for new objects of the main thread', () => {
  it('grows to its bound and no further, again after it was made smaller', async () => {
    const [[busy, rested, again], [asEver]] = await Promise.all([setAsideMiB('bounded'), setAsideMiB('as ever')]);
    for (const size of [busy, again]) {
      expect(size).toBeGreaterThan(4);
      expect(size).toBeLessThanOrEqual(8);
    }
    expect(rested).toBeLessThan(4);
    expect(asEver).toBeGreaterThan(16);
  }, 60_000);
});
