import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultDataDir, prepareDataDir } from '../../../src/main/storage/data-dir.ts';
import { acquireInstanceLock } from '../../../src/main/storage/instance-lock.ts';
import { unwrap } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('defaultDataDir', () => {
  it('follows each platform’s rule', () => {
    expect(defaultDataDir({}, 'linux', '/home/u')).toBe('/home/u/.local/share/hookproof');
    expect(defaultDataDir({ XDG_DATA_HOME: '/data' }, 'linux', '/home/u')).toBe('/data/hookproof');
    expect(defaultDataDir({ XDG_DATA_HOME: 'relative' }, 'linux', '/home/u')).toBe('/home/u/.local/share/hookproof');
    expect(defaultDataDir({}, 'darwin', '/Users/u')).toBe('/Users/u/Library/Application Support/hookproof');
    expect(defaultDataDir({ APPDATA: 'C:\\Users\\u\\R' }, 'win32', 'C:\\Users\\u')).toBe('C:\\Users\\u\\R\\hookproof');
    expect(defaultDataDir({}, 'win32', 'C:\\Users\\u')).toBe('C:\\Users\\u\\AppData\\Roaming\\hookproof');
  });
});

describe('prepareDataDir', () => {
  it.skipIf(process.platform === 'win32')(
    'makes the folder for its user alone and leaves one that is there',
    async () => {
      const dir = join(await tempDir(), 'a', 'b');
      unwrap(await prepareDataDir(dir));
      expect(statSync(dir).mode & 0o777).toBe(0o700);
      await chmod(dir, 0o750);
      unwrap(await prepareDataDir(dir));
      expect(statSync(dir).mode & 0o777).toBe(0o750);
    },
  );

  it('fails with a reason where no folder can be', async () => {
    const file = join(await tempDir(), 'file');
    await writeFile(file, '');
    const dataDir = join(file, 'data');
    expect(await prepareDataDir(dataDir)).toEqual({
      ok: false,
      failure: { code: 'data-dir-unwritable', dataDir, detail: 'ENOTDIR' },
    });
  });
});

describe('the instance lock', () => {
  const holder = `
    import { acquireInstanceLock } from ${JSON.stringify(new URL('../../../src/main/storage/instance-lock.ts', import.meta.url).href)};
    console.log(acquireInstanceLock(process.argv[1]).ok);
    setInterval(() => {}, 1000);`;

  it('is held once, and again after a release', async () => {
    const dataDir = await tempDir();
    const lock = unwrap(acquireInstanceLock(dataDir));
    expect(acquireInstanceLock(dataDir)).toEqual({ ok: false, failure: { code: 'data-dir-locked', dataDir } });
    // The failed attempt must not have dropped the first one's lock.
    expect(acquireInstanceLock(dataDir)).toMatchObject({ ok: false });
    expect(statSync(join(dataDir, 'instance.db')).mode & 0o077).toBe(0);
    lock.release();
    lock.release();
    unwrap(acquireInstanceLock(dataDir)).release();
  });

  it('is held against another process, and free as soon as that one is killed', async () => {
    const dataDir = await tempDir();
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    expect(String(line)).toBe('true\n');
    expect(acquireInstanceLock(dataDir)).toMatchObject({ ok: false, failure: { code: 'data-dir-locked' } });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    unwrap(acquireInstanceLock(dataDir)).release();
  });

  it('fails with a reason where it cannot be kept', async () => {
    const dataDir = join(await tempDir(), 'none');
    expect(acquireInstanceLock(dataDir)).toMatchObject({ ok: false, failure: { code: 'data-dir-unwritable' } });
  });
});
