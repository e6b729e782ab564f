import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import { defaultSettings } from '../../src/core/settings.ts';
import { openSettings } from '../../src/main/settings.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('the settings file', () => {
  it('holds the defaults before anything is set, and writes nothing for them', async () => {
    const dir = await tempDir();
    const settings = await openSettings(dir, () => expect.unreachable());
    expect(settings.current).toEqual(defaultSettings);
    expect(await readdir(dir)).toEqual([]);
  });

  it('keeps a change over a restart and leaves the rest of its section alone', async () => {
    const dir = await tempDir();
    const settings = await openSettings(dir, () => expect.unreachable());
    expect((await settings.update({ history: { maxCount: 5 }, theme: 'dark' })).ok).toBe(true);
    const again = await openSettings(dir, () => expect.unreachable());
    expect(again.current).toEqual({
      ...defaultSettings,
      theme: 'dark',
      history: { ...defaultSettings.history, maxCount: 5 },
    });
  });

  it('has both of two changes made at once', async () => {
    const dir = await tempDir();
    const settings = await openSettings(dir, () => expect.unreachable());
    await Promise.all([settings.update({ listenPort: 9000 }), settings.update({ bodyLimitBytes: 2048 })]);
    expect(JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8'))).toMatchObject({
      listenPort: 9000,
      bodyLimitBytes: 2048,
    });
  });

  it.each([
    [{ listenPort: 70_000 }, 'listenPort'],
    [{ bodyLimitBytes: 1 }, 'bodyLimitBytes'],
    [{ tunnel: { manualUrl: 'ftp://example.com' } }, 'tunnel.manualUrl'],
    [{ tunnel: { name: 'UPPER' } }, 'tunnel.name'],
    [{ send: { timeoutMs: Number.NaN } }, 'send.timeoutMs'],
  ])('refuses %j and changes nothing', async (patch, field) => {
    const settings = await openSettings(await tempDir(), () => expect.unreachable());
    expect(await settings.update(patch)).toMatchObject({ ok: false, failure: { code: 'invalid-input', field } });
    expect(settings.current).toEqual(defaultSettings);
  });

  it.each([['{"listenPort": '], ['[]'], ['{"listenPort": "8787"}'], ['{"unknown": 1}'], ['']])(
    'keeps an unreadable file aside (%s) and says so',
    async (text) => {
      const dir = await tempDir();
      await writeFile(join(dir, 'settings.json'), text);
      const reported: Failure[] = [];
      const settings = await openSettings(dir, (failure) => reported.push(failure));
      expect(settings.current).toEqual(defaultSettings);
      expect(reported).toMatchObject([{ code: 'settings-unreadable' }]);
      const [kept = ''] = await readdir(dir);
      expect(kept).toContain('settings.json.unreadable-');
      expect(await readFile(join(dir, kept), 'utf8')).toBe(text);
    },
  );
});
