import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Failure } from '../../../src/core/failure.ts';
import type { Result } from '../../../src/core/result.ts';
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
    const locked = await acquireInstanceLock(process.argv[1], 'web');
    console.log(JSON.stringify(locked));
    if (locked.ok) setInterval(() => {}, 1000);`;

  function startHolder(dataDir: string): { child: ChildProcess; said: Promise<Result<object, Failure>> } {
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const lines = createInterface({ input: child.stdout });
    return { child, said: once(lines, 'line').then(([line]) => JSON.parse(String(line))) };
  }

  it('is held once, and again after a release', async () => {
    const dataDir = await tempDir();
    const lock = unwrap(await acquireInstanceLock(dataDir, 'cli'));
    const locked = { code: 'data-dir-locked', dataDir, holder: { host: 'cli', pid: process.pid } };
    expect(await acquireInstanceLock(dataDir, 'web')).toEqual({ ok: false, failure: locked });
    // The failed attempt must not have dropped the first one's lock.
    expect(await acquireInstanceLock(dataDir, 'web')).toMatchObject({ ok: false });
    for (const name of ['instance.db', 'instance.json']) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    lock.release();
    lock.release();
    unwrap(await acquireInstanceLock(dataDir, 'cli')).release();
  });

  it('is held against another process, which is named, and free as soon as that one is killed', async () => {
    const dataDir = await tempDir();
    const { child, said } = startHolder(dataDir);
    expect(await said).toMatchObject({ ok: true });
    const second = await acquireInstanceLock(dataDir, 'electron');
    const locked = { code: 'data-dir-locked', dataDir, holder: { host: 'web', pid: child.pid } };
    expect(second).toEqual({ ok: false, failure: locked });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    unwrap(await acquireInstanceLock(dataDir, 'cli')).release();
  });

  it('goes to one of five that are started at once, and the others name it', async () => {
    const dataDir = await tempDir();
    const started = Array.from({ length: 5 }, () => startHolder(dataDir));
    const said = await Promise.all(started.map((one) => one.said));
    const holders = started.filter((_, at) => said[at]?.ok === true);
    expect(holders).toHaveLength(1);
    const locked = { code: 'data-dir-locked', dataDir, holder: { host: 'web', pid: holders[0]?.child.pid } };
    const refused = said.filter((one) => !one.ok);
    expect(refused).toEqual(Array.from({ length: 4 }, () => ({ ok: false, failure: locked })));
  });

  it('names nobody where the file beside it is of a process that is gone', async () => {
    const dataDir = await tempDir();
    const lock = unwrap(await acquireInstanceLock(dataDir, 'cli'));
    await writeFile(join(dataDir, 'instance.json'), '{"host":"cli","pid":');
    expect(await acquireInstanceLock(dataDir, 'cli')).toMatchObject({ failure: { holder: null } });
    lock.release();
  });

  it('makes the folder that it is for', async () => {
    const dataDir = join(await tempDir(), 'data', 'hookproof');
    unwrap(await acquireInstanceLock(dataDir, 'cli')).release();
    expect(statSync(dataDir).isDirectory()).toBe(true);
  });

  it('fails with a reason where it cannot be kept', async () => {
    const dataDir = join(await tempDir(), 'data');
    // A folder in the place of the file that is locked.
    await mkdir(join(dataDir, 'instance.db'), { recursive: true });
    expect(await acquireInstanceLock(dataDir, 'cli')).toMatchObject({
      ok: false,
      failure: { code: 'data-dir-unwritable' },
    });
  });
});
