import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** The command palette in a real Chromium. */

let browser: Browser;
let host: RunningWebHost;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  host = await startWebHost();
});
afterEach(async () => {
  // Pages first: what they ask a host that is gone would fail.
  await Promise.all(browser.contexts().map((context) => context.close()));
  await host.stop();
});

describe('the command palette', () => {
  it('is closed by one Esc, whatever was typed', async () => {
    const page = await openApp(browser, host.url, { losesEngine: true });
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    for (const text of ['', 'coll', 'nothing has this name']) {
      await page.keyboard.press('ControlOrMeta+k');
      await palette.waitFor();
      await page.keyboard.type(text);
      await expect.poll(() => palette.getByRole('combobox').inputValue()).toBe(text);
      await page.keyboard.press('Escape');
      await palette.waitFor({ state: 'detached' });
    }
  });

  it('finds a command by what is typed and runs it with Enter', async () => {
    const page = await openApp(browser, host.url, { losesEngine: true });
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await palette.waitFor();
    await page.keyboard.type('collections');
    await expect.poll(() => palette.getByRole('option').first().textContent()).toContain('Collections');
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: 'Collections' }).waitFor();
    await palette.waitFor({ state: 'detached' });
  });
});
