import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { unwrap } from '../support/store-helpers.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** Adding and changing secrets and rules by hand, and what becomes of what is not saved: in a real Chromium. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let host: RunningWebHost;
beforeEach(async () => {
  host = await startWebHost();
  onTestFinished(async () => {
    await host.stop();
  });
});

const SECRET = 'whsec_of_the_tests';
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Endpoints' });
const secretField = (page: Page) => dialogOf(page).getByRole('textbox', { name: 'Secret', exact: true });
const stored = async () => (await host.call('app.state', null)).secrets;

async function stripeRequest(): Promise<void> {
  const [at, body] = [Math.floor(Date.now() / 1000), '{"id":"evt_1","type":"charge.succeeded"}'];
  const signature = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex');
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${at},v1=${signature}` };
  await fetch(`${host.captureUrl}/stripe`, { method: 'POST', body, headers });
}

async function openSecrets(page: Page): Promise<void> {
  await page.keyboard.press('s');
  await secretField(page).waitFor();
}

describe('a secret added from a verdict', () => {
  it('is for the scheme that the verdict is about, and named after it', async () => {
    const old = { endpointId: 'catch-all', label: 'GitHub', scheme: 'github', value: 'another' };
    await host.call('secrets.add', old);
    await stripeRequest();
    const page = await openApp(browser, host.url);
    await page.getByRole('tab', { name: 'Signature' }).click();
    await page.getByRole('button', { name: 'Add secret' }).click();
    await dialogOf(page)
      .getByRole('button', { name: /^Stripe Scheme/ })
      .waitFor();
    expect(await dialogOf(page).getByLabel('Label').getAttribute('placeholder')).toBe('Stripe');
    await secretField(page).fill(SECRET);
    await dialogOf(page).getByRole('button', { name: 'Add secret' }).click();
    await expect
      .poll(async () => (await stored()).map(({ label, scheme }) => [label, scheme]), { timeout: 10_000 })
      .toEqual([
        ['GitHub', 'github'],
        ['Stripe', 'stripe'],
      ]);
  });
});

describe('the secret’s box', () => {
  it('takes Enter for its button, and gives the focus to the row of what was added or changed', async () => {
    const page = await openApp(browser, host.url);
    await openSecrets(page);
    await secretField(page).fill(SECRET);
    await secretField(page).press('Enter');
    const rowOf = (label: string) => dialogOf(page).getByRole('listitem').filter({ hasText: label });
    await rowOf('Secret').and(page.locator(':focus')).waitFor();
    const { value } = unwrap(await host.call('secrets.reveal', { id: (await stored())[0]?.id ?? '' }));
    expect(value).toBe(SECRET);
    await page.getByRole('button', { name: 'Edit Secret', exact: true }).click();
    await dialogOf(page).getByRole('textbox', { name: 'Label' }).fill('Renamed');
    await dialogOf(page).getByRole('textbox', { name: 'New value' }).press('Enter');
    await rowOf('Renamed').and(page.locator(':focus')).waitFor();
    await dialogOf(page).getByRole('button', { name: 'Add a secret' }).click();
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
    await dialogOf(page).getByRole('button', { name: 'Add a secret' }).and(page.locator(':focus')).waitFor();
  });

  it('makes new lines at Shift+Enter, in what has several already, and in the beginning of a key', async () => {
    const page = await openApp(browser, host.url);
    await openSecrets(page);
    await secretField(page).focus();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    expect(await secretField(page).inputValue()).toBe('one\ntwo\n');
    await secretField(page).fill('-----BEGIN PUBLIC KEY-----');
    await secretField(page).press('Enter');
    expect(await secretField(page).inputValue()).toBe('-----BEGIN PUBLIC KEY-----\n');
    await secretField(page).fill('');
    await secretField(page).press('Enter');
    expect(await secretField(page).inputValue()).toBe('');
    expect(await stored()).toEqual([]);
  });
});

describe('what is not saved', () => {
  const question = (page: Page) => page.getByRole('alertdialog', { name: 'Leave without saving?' });

  it('of a rule is asked about before another step, another endpoint or Esc takes it away', async () => {
    const page = await openApp(browser, host.url);
    await page.keyboard.press('s');
    const dialog = dialogOf(page);
    await dialog.getByRole('tab', { name: 'Replies' }).click();
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    // Nothing is lost yet, so nothing is asked.
    await dialog.getByRole('tab', { name: 'Default reply' }).click();
    await dialog.getByRole('tab', { name: 'Rules' }).click();
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    const name = dialog.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Slow payments');
    const ways = [
      () => dialog.getByRole('tab', { name: 'Forward' }).click(),
      () => dialog.getByRole('tab', { name: 'Secrets' }).click(),
      () => dialog.getByRole('button', { name: 'New endpoint' }).click(),
      () => name.press('Escape'),
    ];
    for (const leave of ways) {
      await leave();
      await question(page).getByRole('button', { name: 'Cancel' }).click();
      await question(page).waitFor({ state: 'detached' });
      expect(await name.inputValue()).toBe('Slow payments');
    }
    await dialog.getByRole('tab', { name: 'Forward' }).click();
    await question(page).getByRole('button', { name: 'Discard changes' }).click();
    await question(page).waitFor({ state: 'detached' });
    await dialog.getByRole('tab', { name: 'Forward', selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('of a secret is asked about, and what was saved is not', async () => {
    const page = await openApp(browser, host.url);
    await openSecrets(page);
    await secretField(page).fill(SECRET);
    await page.keyboard.press('Escape');
    await question(page).getByRole('button', { name: 'Cancel' }).click();
    await question(page).waitFor({ state: 'detached' });
    expect(await secretField(page).inputValue()).toBe(SECRET);
    await dialogOf(page).getByRole('button', { name: 'Add secret' }).click();
    await page.getByRole('button', { name: 'Edit Secret', exact: true }).click();
    const label = dialogOf(page).getByRole('textbox', { name: 'Label' });
    await label.fill('Renamed');
    await label.press('Escape');
    await question(page).getByRole('button', { name: 'Discard changes' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    expect((await stored()).map((each) => each.label)).toEqual(['Secret']);
  });
});
