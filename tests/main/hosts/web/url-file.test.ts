import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { forgetUrl, keepUrl, URL_FILE } from '../../../../src/main/hosts/web/url-file.ts';
import { tempDir } from '../../../support/temp-dir.ts';

it('keeps the URL for its user alone, the newest, as long as the host runs', async () => {
  const dir = await tempDir();
  const file = join(dir, URL_FILE);
  for (const url of ['http://127.0.0.1:1/#token=a', 'http://127.0.0.1:2/#token=b']) {
    expect(await keepUrl(dir, url)).toEqual({ ok: true, value: undefined });
    expect(readFileSync(file, 'utf8')).toBe(`${url}\n`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  await forgetUrl(dir);
  await forgetUrl(dir);
  expect(existsSync(file)).toBe(false);
});

it('says when the folder does not take it', async () => {
  const dir = await tempDir();
  await mkdir(join(dir, URL_FILE));
  expect(await keepUrl(dir, 'http://127.0.0.1:1/')).toMatchObject({
    ok: false,
    failure: { code: 'data-dir-unwritable', dataDir: dir },
  });
});
