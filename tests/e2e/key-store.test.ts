import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppState } from '../../src/core/contract.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Result } from '../../src/core/result.ts';
import type { SecretInfo } from '../../src/core/secret.ts';
import { launchBuiltDouble } from '../support/desktop.ts';

/** Needs a key store that can be taken away and changed, hence always our double of Electron, around the built app. */

const VALUE = 'whsec_canary-of-the-key-store';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hookproof-keys-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

type Call = <T>(name: string, input: unknown) => Promise<T>;

/** One run of the app from start to end. */
async function run<T>(env: Record<string, string>, story: (call: Call) => Promise<T>): Promise<T> {
  const { desktop, browser } = await launchBuiltDouble(dataDir, env);
  try {
    const page = await desktop.page;
    await page.waitForFunction(() => window.hookproof !== undefined);
    return await story(async (name, input) => {
      const outcome = await page.evaluate(([n, i]) => window.hookproof?.call(String(n), i), [name, input]);
      if (outcome?.ok !== true) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      // The caller names the command's own output.
      return outcome.value as never;
    });
  } finally {
    await desktop.quit();
    await browser.close();
  }
}

const addSecret = (call: Call): Promise<Result<SecretInfo, Failure>> =>
  call('secrets.add', { endpointId: 'catch-all', label: 'canary', scheme: null, value: VALUE });

/** What the store's files hold, as one text. */
async function stored(): Promise<string> {
  const files = (await readdir(dataDir)).filter((name) => name.startsWith('history.db'));
  return (await Promise.all(files.map((name) => readFile(join(dataDir, name), 'latin1')))).join();
}

describe('secrets of the desktop app', () => {
  it('are sealed by the key store, and opened again in the next run', async () => {
    const added = await run({}, async (call) => {
      expect((await call<AppState>('app.state', null)).secretProtection).toBe('the GNOME keyring');
      return addSecret(call);
    });
    if (!added.ok) throw new Error(added.failure.code);
    const revealed = await run({}, (call) => call('secrets.reveal', { id: added.value.id }));
    expect(revealed).toEqual({ ok: true, value: { value: VALUE } });
  });

  it('go into the vault file, and the screen says so, on a desktop without a key store', async () => {
    const env = { ELECTRON_DOUBLE_KEY_STORE: 'basic_text' };
    const added = await run(env, async (call) => {
      expect((await call<AppState>('app.state', null)).secretProtection).toMatch(
        /vault file.*because this desktop offers no key store/,
      );
      return addSecret(call);
    });
    if (!added.ok) throw new Error(added.failure.code);
    expect(await stored()).not.toContain(VALUE);
    // The desktop has got a key store since: what the vault sealed opens as before.
    const revealed = await run({}, (call) => call('secrets.reveal', { id: added.value.id }));
    expect(revealed).toEqual({ ok: true, value: { value: VALUE } });
  });

  it('are locked, kept and said to be so when the key store is gone; capturing goes on', async () => {
    await run({}, addSecret);
    await run({ ELECTRON_DOUBLE_KEY_STORE: 'basic_text' }, async (call) => {
      const state = await call<AppState>('app.state', null);
      expect(state.secrets).toMatchObject([{ label: 'canary', state: 'locked' }]);
      await expect.poll(async () => (await call<AppState>('app.state', null)).listener.kind).toBe('listening');
    });
    await run({}, async (call) => {
      expect((await call<AppState>('app.state', null)).secrets).toMatchObject([{ label: 'canary', state: 'ready' }]);
    });
  });

  it('are sealed anew when the key store says that its key was replaced', async () => {
    await run({}, addSecret);
    // The double's sealed form names its key and is readable.
    expect(await stored()).toContain(`v1 ${VALUE}`);
    await run({ ELECTRON_DOUBLE_KEY_VERSION: '2' }, async (call) => {
      expect((await call<AppState>('app.state', null)).secrets).toMatchObject([{ state: 'ready' }]);
    });
    expect(await stored()).toContain(`v2 ${VALUE}`);
  });
});
