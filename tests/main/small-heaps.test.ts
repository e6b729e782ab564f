import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./fill-young-generation.ts', import.meta.url));
const setAsideMiB = async (how: 'bounded' | 'as ever'): Promise<number> =>
  Number((await promisify(execFile)(process.execPath, [program, how])).stdout);

describe('the young generation of the main thread', () => {
  it('grows to what collecting needs and no further', async () => {
    const [bounded, asEver] = await Promise.all([setAsideMiB('bounded'), setAsideMiB('as ever')]);
    expect(bounded).toBeGreaterThanOrEqual(8);
    expect(bounded).toBeLessThanOrEqual(16);
    expect(asEver).toBeGreaterThan(16);
  });
});
