import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTarget, type Target } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** What the keys do from wherever the focus is, and where the focus goes: in a real Chromium against the built app. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let host: RunningWebHost;
let target: Target;
beforeEach(async () => {
  host = await startWebHost();
  target = await startTarget();
  onTestFinished(async () => {
    await host.stop();
  });
  await host.call('settings.update', { patch: { send: { target: target.url } } });
  await host.call('secrets.add', { endpointId: 'catch-all', label: 'GitHub', scheme: 'github', value: 'key' });
});

const list = (page: Page) => page.getByRole('listbox', { name: 'Captures, newest first' });
const url = (page: Page) => page.getByRole('textbox', { name: 'Target URL' });
const edit = (page: Page) => page.getByRole('button', { name: 'Edit and replay', exact: true });
const focused = (page: Page) => page.locator(':focus');
const blur = (page: Page) =>
  page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());

async function openOnCapture(): Promise<Page> {
  await fetch(`${host.captureUrl}/one`, { method: 'POST', body: 'one' });
  const page = await openApp(browser, host.url);
  await edit(page).waitFor();
  return page;
}

/** The name that a screen reader gives to what has the focus, once it has it. */
async function waitForFocus(page: Page, name: RegExp | string): Promise<void> {
  await expect
    .poll(() => focused(page).evaluateAll(([node]) => node?.getAttribute('aria-label') ?? node?.textContent ?? ''), {
      timeout: 10_000,
    })
    .toMatch(name);
}

/** Waits until the button that sends is free again: what is sent meanwhile is dropped. */
async function sends(page: Page, count: number, press: () => Promise<void>): Promise<void> {
  await page.locator('.draft-line .button-primary:not([data-pending])').waitFor();
  await press();
  await expect.poll(() => target.requests.length, { timeout: 10_000 }).toBe(count);
  await page.locator('.draft-line .button-primary:not([data-pending])').waitFor();
}

describe('the edit pane', () => {
  it('takes the focus at e, sends at Ctrl+Enter from anywhere, and gives the focus back at Esc', async () => {
    const page = await openOnCapture();
    await list(page).focus();
    await page.keyboard.press('e');
    await waitForFocus(page, 'Target URL');
    const press = () => page.keyboard.press('Control+Enter');
    await sends(page, 1, press);
    await list(page).focus();
    await sends(page, 2, press);
    await blur(page);
    await sends(page, 3, press);
    await page.getByRole('button', { name: 'Discard edits' }).focus();
    await sends(page, 4, press);
    await page.getByRole('tab', { name: 'Signing' }).click();
    await page.getByRole('button', { name: /Scheme$/ }).focus();
    await sends(page, 5, press);
    expect(await page.getByRole('listbox').count()).toBe(1);
    await url(page).focus();
    await page.keyboard.press('Escape');
    await edit(page).waitFor();
    await waitForFocus(page, 'Captures, newest first');
  });

  it('gives the focus to its button where that opened it, and is closed without losing what was edited', async () => {
    const page = await openOnCapture();
    await edit(page).click();
    await waitForFocus(page, 'Target URL');
    await url(page).fill(`${target.url}/edited`);
    await page.keyboard.press('Escape');
    await waitForFocus(page, 'Edit and replay');
    await page.keyboard.press('Enter');
    await waitForFocus(page, 'Target URL');
    expect(await url(page).inputValue()).toBe(`${target.url}/edited`);
    await page.getByRole('button', { name: 'Discard edits' }).press('Enter');
    await waitForFocus(page, 'Edit and replay');
    await edit(page).click();
    await page.getByRole('button', { name: 'Back to the capture' }).click();
    await waitForFocus(page, 'Edit and replay');
  });

  it('leaves Esc to what uses it inside, and does not send behind a dialog', async () => {
    const page = await openOnCapture();
    await edit(page).click();
    const body = page.getByRole('textbox', { name: 'Body to send' });
    await body.focus();
    await page.keyboard.press('Control+f');
    const find = page.locator('.find-widget.visible');
    await find.waitFor();
    await page.keyboard.press('Escape');
    await find.waitFor({ state: 'detached' });
    await url(page).waitFor();
    await page.getByRole('button', { name: 'Save to collection' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save to collection' });
    await dialog.waitFor();
    // The suggested name is typed over, and Ctrl+Enter is the dialog's.
    await page.keyboard.type('Mine');
    expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Mine');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await url(page).waitFor();
    await page.getByText('Saved “Mine”.').waitFor();
    await sends(page, 1, () => page.keyboard.press('Control+Enter'));
    await body.focus();
    await page.keyboard.press('Escape');
    await edit(page).waitFor();
  });

  it('does not take the focus from the list when the selection comes to a capture that is being edited', async () => {
    const page = await openOnCapture();
    await fetch(`${host.captureUrl}/two`, { method: 'POST', body: 'two' });
    await page.getByText('/two').first().waitFor();
    await list(page).focus();
    await page.keyboard.press('End');
    await page.getByRole('article', { name: 'Capture 1' }).waitFor();
    await page.keyboard.press('e');
    await waitForFocus(page, 'Target URL');
    await list(page).focus();
    await page.keyboard.press('Home');
    await edit(page).waitFor();
    await page.keyboard.press('End');
    await url(page).waitFor();
    expect(await list(page).evaluate((node) => node === document.activeElement)).toBe(true);
  });
});

describe('the focus ring', () => {
  it('is drawn once around a select', async () => {
    const page = await openApp(browser, host.url);
    await page.keyboard.press('4');
    await page.getByRole('textbox', { name: 'Received at' }).focus();
    await page.keyboard.press('Shift+Tab');
    await waitForFocus(page, /Detected from the headers/);
    const rings = await page
      .locator('.check-form *')
      .evaluateAll((all) => all.filter((node) => getComputedStyle(node).outlineStyle !== 'none').length);
    expect(rings).toBe(1);
  });
});

describe('Ctrl+Enter', () => {
  it('sends the template that was just chosen in the list', async () => {
    const page = await openApp(browser, host.url);
    await page.keyboard.press('2');
    const template = page.getByRole('option').filter({ hasText: 'pull_request' }).first();
    await template.click();
    await url(page).waitFor();
    expect(await template.evaluate((node) => node === document.activeElement)).toBe(true);
    await sends(page, 1, () => page.keyboard.press('Control+Enter'));
  });

  it('checks with the focus on a select and on nothing', async () => {
    const page = await openApp(browser, host.url);
    await page.keyboard.press('4');
    const scheme = page.getByRole('button', { name: /Detected from the headers/ });
    const result = page.getByRole('region', { name: 'Result of the check' });
    for (const place of [() => scheme.focus(), () => blur(page)]) {
      await page.getByLabel('Headers', { exact: true }).fill('X-Hub-Signature-256: sha256=00');
      await place();
      await page.keyboard.press('Control+Enter');
      await result.waitFor();
      expect(await page.getByRole('listbox').count()).toBe(0);
      await page.getByRole('button', { name: 'Clear' }).click();
      await result.waitFor({ state: 'detached' });
    }
  });

  it('audits with the focus on a select and on nothing', async () => {
    const page = await openApp(browser, host.url);
    await page.keyboard.press('5');
    await url(page).fill(target.url);
    await page.getByRole('button', { name: /Scheme/ }).click();
    await page
      .getByRole('option', { name: /^GitHub/ })
      .first()
      .click();
    const free = page.locator('.audit-submit .button-primary:not([data-pending]):not([data-disabled])');
    const scheme = page.getByRole('button', { name: /Scheme$/ });
    for (const place of [() => scheme.focus(), () => blur(page)]) {
      await free.waitFor();
      const before = target.requests.length;
      await place();
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => target.requests.length, { timeout: 10_000 }).toBeGreaterThan(before);
      expect(await page.getByRole('listbox').count()).toBe(0);
    }
  });
});
