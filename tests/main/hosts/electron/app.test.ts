import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../../../../src/main/hosts/response-headers.ts';
import type {} from '../../../support/bridge-page/page.ts';
import { type FakeDesktop, openFakeDesktop } from '../../../support/electron-double/fake-desktop.ts';
import type { DesktopDouble } from '../../../support/electron-double/launch.ts';

/** How the desktop host sets Electron up, seen from Electron's side: our double of it tells what it was asked to do. */

let fake: FakeDesktop;
let desktop: DesktopDouble;
let page: Page;

beforeAll(async () => {
  fake = await openFakeDesktop();
  desktop = fake.desktop;
  page = await desktop.page;
  await page.waitForFunction(() => document.title === 'bridge ready');
});
afterAll(() => fake.close());

const noted = (name: string): (readonly unknown[])[] =>
  desktop.notes.flatMap(([noteName, args]) => (noteName === name ? [args] : []));

it('asks for the sandbox, isolation and no Node in the page, and for a secure scheme without a way around the policy', () => {
  expect(noted('app.enableSandbox')).toHaveLength(1);
  expect(noted('BrowserWindow')).toMatchObject([
    [
      {
        show: false,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          webviewTag: false,
        },
      },
    ],
  ]);
  expect(noted('protocol.registerSchemesAsPrivileged')).toEqual([
    [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]],
  ]);
  expect(noted('window.show')).toHaveLength(1);
});

it('keeps Chromium’s files in a folder of their own below the data folder', () => {
  expect(noted('app.setPath')).toEqual([['userData', join(fake.dataDir, 'window')]]);
});

it('exposes two functions to the page and nothing of Electron', async () => {
  const seen = await page.evaluate(() => ({
    keys: Object.keys(window.hookproof ?? {}).sort(),
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
  }));
  expect(seen).toEqual({ keys: ['call', 'on'], require: 'undefined', process: 'undefined' });
});

describe('who may call', () => {
  const call = (frame: unknown) => desktop.ask('ipc.invoke', frame, 'command', ['app.state', null]);

  it('the main frame of the app’s page', async () => {
    expect(await call({ url: 'app://bundle/', isMainFrame: true })).toMatchObject({ ok: true });
  });

  it.each([
    ['a frame within it', { url: 'app://bundle/', isMainFrame: false }],
    ['about:blank', { url: 'about:blank', isMainFrame: true }],
    ['a frame without a URL', { url: '', isMainFrame: true }],
    ['a frame that is gone', null],
    ['another site', { url: 'https://evil.example/', isMainFrame: true }],
    ['a host that begins alike', { url: 'app://bundle.evil.example/', isMainFrame: true }],
  ])('not %s', async (_who, frame) => {
    expect(await call(frame)).toEqual({
      ok: false,
      error: { name: 'InvalidCall', message: 'only the app’s own page may call' },
    });
  });
});

describe('a page that stands still', () => {
  const burst = (count: number) =>
    desktop.ask('ipc.invoke', { url: 'app://bundle/', isMainFrame: true }, 'command', [
      'notices.dismiss',
      { id: `burst ${count}` },
    ]);

  it('is sent no more than a bounded amount, and the newest once it goes on', async () => {
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      window.bridge.on('judging.progress', ({ done }) => seen.push(done));
    });
    const before = desktop.sentToPages;
    const standing = page.evaluate(() => {
      const until = performance.now() + 1500;
      while (performance.now() < until);
    });
    await burst(30_000);
    const sent = desktop.sentToPages - before;
    expect(sent).toBeGreaterThan(1000);
    expect(sent).toBeLessThan(10_000);
    // Nothing more goes out while it stands, however much happens and whoever else says that it took something.
    for (const frame of [
      { url: 'app://bundle/', isMainFrame: false },
      { url: 'https://evil.example/', isMainFrame: true },
    ]) {
      for (let word = 0; word < 20; word++) await desktop.ask('ipc.send', 1, frame, 'taken', []);
    }
    await burst(30_000);
    expect(desktop.sentToPages - before).toBe(sent);
    await standing;
    await page.waitForFunction(() => (Reflect.get(window, 'seen') as number[]).at(-1) === 30_000);
    expect(await page.evaluate(() => (Reflect.get(window, 'seen') as number[]).length)).toBe(sent + 1);
    // And as before from then on.
    await burst(3);
    await page.waitForFunction(() => (Reflect.get(window, 'seen') as number[]).at(-1) === 3);
  });
});

describe('the scheme', () => {
  const get = async (url: string, method = 'GET') => {
    // The double's `protocol.request` answers with these.
    const answer = await desktop.ask('protocol.request', url, method);
    return answer as { status: number; headers: Record<string, string>; body: Uint8Array };
  };

  it('serves the page with the policy of the web host', async () => {
    for (const [url, expected] of [
      ['app://bundle/', 200],
      ['app://bundle/absent.js', 404],
    ] as const) {
      const { status, headers } = await get(url);
      expect(status).toBe(expected);
      for (const [name, value] of Object.entries(securityHeaders())) expect(headers[name.toLowerCase()]).toBe(value);
    }
  });

  it.each([
    'app://bundle/../preload.cjs',
    'app://bundle/%2e%2e/preload.cjs',
    'app://bundle/..%5cpreload.cjs',
    'app://bundle//etc/passwd',
    'app://bundle/%00',
    'app://bundle/page.js%00.html',
    'app://other/',
    'app://bundle/absent.js',
  ])('answers 404 for %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('answers 404 for methods other than GET', async () => {
    expect((await get('app://bundle/', 'POST')).status).toBe(404);
  });
});

it('the policy is in force in the window: no inline script, no markup from text, no connection elsewhere', async () => {
  const seen = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.append('window.ran = true');
    document.body.append(script);
    const outcome = (attempt: () => unknown): string => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    return {
      ran: 'ran' in window,
      markup: outcome(() => {
        document.body.innerHTML = '<b>text</b>';
      }),
      // Later, for what a debugger evaluates itself is let through.
      text: await new Promise<string>((resolve) => {
        // biome-ignore lint/security/noGlobalEval: it is what must not work.
        setTimeout(() => resolve(outcome(() => globalThis.eval('1'))));
      }),
      elsewhere: await fetch('https://evil.example/').then(
        () => 'done',
        () => 'refused',
      ),
    };
  });
  expect(seen).toEqual({ ran: false, markup: 'TypeError', text: 'EvalError', elsewhere: 'refused' });
});

describe('what the window may do', () => {
  it('has no permission but writing to the clipboard', async () => {
    expect(await desktop.ask('session.permission', 'clipboard-sanitized-write', 'app://bundle/')).toEqual({
      request: true,
      check: true,
      device: false,
    });
    for (const permission of [
      'geolocation',
      'media',
      'notifications',
      'midi',
      'hid',
      'serial',
      'usb',
      'openExternal',
    ]) {
      expect(await desktop.ask('session.permission', permission, 'app://bundle/')).toEqual({
        request: false,
        check: false,
        device: false,
      });
    }
  });

  it('stays on its page, whatever the page does', async () => {
    await page.evaluate(() => {
      location.href = 'https://evil.example/';
    });
    await expect.poll(() => desktop.standardError()).toContain('a navigation away from the app was stopped');
    expect(await page.evaluate(() => document.title)).toBe('bridge ready');
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(await desktop.ask('window.navigate', 1, name, 'https://evil.example/')).toBe(true);
      expect(await desktop.ask('window.navigate', 1, name, 'about:blank')).toBe(true);
      expect(await desktop.ask('window.navigate', 1, name, 'app://bundle/')).toBe(false);
    }
    expect(await desktop.ask('window.attachWebview', 1)).toBe(true);
    // Any page of the web that is like it by its beginning, and what leads nowhere.
    for (const url of [
      'app://bundle.evil.example/',
      'app://bundle@evil.example/',
      'file:///etc/passwd',
      'data:text/html,x',
      '',
    ]) {
      expect(await desktop.ask('window.navigate', 1, 'will-navigate', url)).toBe(true);
    }
  });

  it('saves files that the page made and no others', async () => {
    expect(await desktop.ask('session.download', 'blob:app://bundle/1')).toBe(false);
    expect(await desktop.ask('session.download', 'https://evil.example/x')).toBe(true);
  });

  it('opens a link in the browser only after showing where it leads, and no window ever', async () => {
    expect(await desktop.ask('window.open', 1, 'https://docs.example/a')).toBe('deny');
    await expect
      .poll(() => noted('dialog.showMessageBox'))
      .toMatchObject([[{ detail: 'https://docs.example/a', defaultId: 1 }]]);
    expect(noted('shell.openExternal')).toEqual([]);
    desktop.pressButton = 0;
    await expect
      .poll(async () => {
        // Asked again until the first question is over: one at a time.
        await desktop.ask('window.open', 1, 'https://docs.example/b');
        return noted('shell.openExternal');
      })
      .toContainEqual(['https://docs.example/b']);
    const asked = noted('dialog.showMessageBox').length;
    expect(await desktop.ask('window.open', 1, 'file:///etc/passwd')).toBe('deny');
    await expect.poll(() => desktop.standardError()).toContain('a link that is not a plain web address was not opened');
    expect(noted('dialog.showMessageBox')).toHaveLength(asked);
  });
});

it('shows its window when it is started again', async () => {
  await desktop.ask('app.secondInstance');
  await expect.poll(() => noted('window.focus')).toHaveLength(1);
  expect(noted('BrowserWindow')).toHaveLength(1);
});

it('ends when its window is closed, keeping the window’s place', async () => {
  await desktop.ask('window.close', 1);
  expect(await desktop.exited).toBe(0);
  expect(JSON.parse(await readFile(join(fake.dataDir, 'window.json'), 'utf8'))).toEqual({
    x: 40,
    y: 40,
    width: 1280,
    height: 800,
    maximized: false,
  });
});
