import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';

const entry = fileURLToPath(new URL('../../bin/hookproof.js', import.meta.url));

/** Makes a Node say that it is an older one. */
const node20 =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.11.0"}})';

async function run(file: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', node20, file, ...args]);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('the entry of the command line', () => {
  it('starts again on the installed Node where it was started on an older one', async () => {
    const { code, out, err } = await run(entry, ['schemes', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out).length).toBeGreaterThan(16);
    expect((await run(entry, ['verify'])).code).toBe(2);
  });

  it('passes a stop on', async () => {
    const args = ['--import', node20, entry, 'listen', '--port', '0', '--data', await tempDir(), '--json'];
    const child = spawn(process.execPath, args);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('says which Node is needed where none is installed', async () => {
    const dir = await tempDir();
    await cp(dirname(entry), join(dir, 'bin'), { recursive: true });
    await writeFile(join(dir, 'package.json'), '{"type":"module"}');
    const { code, err } = await run(join(dir, 'bin', 'hookproof.js'), ['schemes']);
    expect(code).toBe(1);
    expect(err).toMatch(/^hookproof: Node\.js 24 or newer is needed, and this is 20\.11\.0: .+\n$/);
  });
});
