import { connect } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTarget, type Target } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** Where sendings go and what becomes of what was being edited: in a real Chromium against the built app. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let host: RunningWebHost;
let saved: Target;
let typed: Target;
beforeEach(async () => {
  host = await startWebHost();
  saved = await startTarget();
  typed = await startTarget();
  onTestFinished(async () => {
    await host.stop();
  });
  await host.call('settings.update', { patch: { send: { target: saved.url } } });
});

describe('Replay', () => {
  it('goes to the target that stands in the field, saved or not', async () => {
    await fetch(`${host.captureUrl}/one`, { method: 'POST', body: 'one' });
    const page = await openApp(browser, host.url);
    const replay = page.getByRole('button', { name: 'Replay', exact: true }).first();
    await replay.waitFor();
    await page.getByLabel('Target of replays').fill(typed.url);
    await replay.click();
    await expect.poll(() => typed.requests.length, { timeout: 10_000 }).toBe(1);
    expect(saved.requests).toEqual([]);
  });

  it('says beside its button that a request which broke off is sent as far as it came', async () => {
    const socket = connect(Number(new URL(host.captureUrl).port), '127.0.0.1');
    socket.resume().end('POST /cut HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nseven b');
    await new Promise((resolve) => socket.once('close', resolve));
    const page = await openApp(browser, host.url);
    await page.getByText('Replays send only the 7 B of the body that came.').waitFor();
    await page.getByRole('button', { name: 'Replay', exact: true }).first().click();
    await expect.poll(() => saved.requests.length, { timeout: 10_000 }).toBe(1);
    await page.getByText('As captured, incomplete').waitFor();
  });
});

describe('The draft editor', () => {
  it('sends on every ⌘Enter, and keeps its text, its undo and the focus', async () => {
    await fetch(`${host.captureUrl}/one`, { method: 'POST', body: 'one' });
    const page = await openApp(browser, host.url);
    await page.getByRole('button', { name: 'Edit and replay', exact: true }).first().click();
    const body = page.getByRole('textbox', { name: 'Body to send' });
    await body.waitFor();
    await body.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('more');
    // A press while one is under way sends nothing, so each waits for the one before.
    const isFree = page.locator('.draft-line .button-primary:not([data-pending])');
    const sendByKeys = async (count: number) => {
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => saved.requests.length, { timeout: 10_000 }).toBe(count);
      await isFree.waitFor();
    };
    for (let sent = 1; sent <= 3; sent++) await sendByKeys(sent);
    expect(saved.requests.map((request) => request.body.toString())).toEqual(Array(3).fill('onemore'));
    await page.getByRole('region', { name: 'Reply' }).waitFor();
    expect(await body.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+z');
    await sendByKeys(4);
    expect(saved.requests.at(-1)?.body.toString()).toBe('one');
  });
});
