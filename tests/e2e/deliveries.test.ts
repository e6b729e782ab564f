import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { unwrap } from '../support/store-helpers.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** What is known of providers, on screen: retries, replies they would mind, libraries that disagree, secrets that rotate. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let host: RunningWebHost;
beforeEach(async () => {
  const started = await startWebHost();
  host = started;
  onTestFinished(async () => {
    await started.stop();
  });
});

const HOUR = 3_600_000;
const hmac = (secret: string, content: string) => createHmac('sha256', secret).update(content).digest('hex');

async function github(secret: string, delivery: string): Promise<void> {
  const body = '{"zen":"Keep it logically awesome."}';
  await fetch(`${host.captureUrl}/github`, {
    method: 'POST',
    body,
    headers: {
      'X-GitHub-Event': 'ping',
      'X-GitHub-Delivery': delivery,
      'X-Hub-Signature-256': `sha256=${hmac(secret, body)}`,
    },
  });
}

function add(label: string, value: string, validUntil: number | null = null, scheme = 'github') {
  return host.call('secrets.add', { endpointId: CATCH_ALL_ENDPOINT_ID, label, scheme, value, validUntil });
}

/** A row by its id, once it is judged. */
async function row(page: Page, id: number) {
  const found = page.locator(`[data-id="${id}"]`);
  await found.getByText('Verified').waitFor();
  return found;
}

describe('retries', () => {
  it('are marked in the list, link to each other, and can be filtered', async () => {
    unwrap(await add('GitHub', 's'));
    for (const delivery of ['d-1', 'd-2', 'd-1', 'd-1']) await github('s', delivery);
    const page = await openApp(browser, host.url);
    await (await row(page, 4)).getByText('retry 2 of the same delivery').waitFor();
    await (await row(page, 3)).getByText('retry 1 of the same delivery').waitFor();
    expect(await (await row(page, 2)).getByText('of the same delivery').count()).toBe(0);

    await (await row(page, 4)).click();
    const detail = page.getByRole('article', { name: 'Capture 4' });
    await detail.getByText('retry 2 of the same delivery').waitFor();
    await detail.getByRole('button', { name: /^retry 1: #3/ }).waitFor();
    await detail.getByRole('button', { name: /^first attempt: #1/ }).click();
    const first = page.getByRole('article', { name: 'Capture 1' });
    await first.getByText('first attempt of this delivery').waitFor();
    await first.getByRole('button', { name: /^retry 2: #4/ }).waitFor();

    await page.getByRole('textbox', { name: 'Filter the captures' }).fill('retry:yes');
    await page.getByText('2 of 4 captures').waitFor();
    await page.getByRole('textbox', { name: 'Filter the captures' }).fill('delivery:d-1');
    await page.getByText('3 of 4 captures').waitFor();
  });
});

describe('a reply that the provider would mind', () => {
  it('is marked in the row and said on Overview and Reply', async () => {
    unwrap(await add('RookOne', 'k', null, 'rookone-eigentic'));
    const { endpoints } = await host.call('app.state', null);
    const reply = endpoints.find(({ id }) => id === CATCH_ALL_ENDPOINT_ID)?.reply;
    if (reply === undefined) throw new Error('the catch-all is missing');
    unwrap(await host.call('endpoints.update', { id: CATCH_ALL_ENDPOINT_ID, reply: { ...reply, status: 503 } }));
    const body = '{"event":"message.received","id":"msg-1"}';
    await fetch(`${host.captureUrl}/rookone`, {
      method: 'POST',
      body,
      headers: {
        'X-Eigentic-Signature': `sha256=${hmac('k', body)}`,
        'X-Eigentic-Timestamp': String(Math.floor(Date.now() / 1000)),
      },
    });
    const page = await openApp(browser, host.url);
    await (await row(page, 1)).getByText('503 is no success').waitFor();
    await (await row(page, 1)).click();
    const sentence = 'Replied with 503; RookOne / Eigentic takes 200 as received. It sends it again.';
    await page.getByText(sentence).waitFor();
    await page.getByText('a reply of 200 within 5 s').waitFor();
    await page.getByText(/^3 attempts in all; after 1 s, then 2 s;/).waitFor();
    await page.getByRole('tab', { name: 'Reply' }).click();
    await page.getByText(sentence).waitFor();
  });
});

describe('what an official library judges otherwise', () => {
  it('is said on Overview', async () => {
    unwrap(await add('Stripe', 'whsec_x', null, 'stripe'));
    const at = Math.floor(Date.now() / 1000);
    const body = '\ufeff{"type":"ping"}';
    await fetch(`${host.captureUrl}/stripe`, {
      method: 'POST',
      body,
      headers: { 'Stripe-Signature': `t=${at},v1=${hmac('whsec_x', `${at}.${body}`)}` },
    });
    const page = await openApp(browser, host.url);
    await (await row(page, 1)).click();
    await page
      .getByText('stripe 23.1.0 would reject this request: its body starts with a byte-order mark.')
      .first()
      .waitFor();
  });
});

describe('rotation', () => {
  it('warns of a request that only an expired secret verifies, in the row and in words', async () => {
    unwrap(await add('old', 'one', Date.now() - 3 * HOUR - 60_000));
    unwrap(await add('new', 'two'));
    await github('one', 'd-1');
    await github('two', 'd-2');
    const page = await openApp(browser, host.url);
    await (await row(page, 1)).getByText('expired secret').waitFor();
    expect(await (await row(page, 2)).getByText('expired secret').count()).toBe(0);
    await (await row(page, 1)).click();
    await page.getByText('Verified with the secret “old”, which expired 3 hours before.').waitFor();
    await (await row(page, 2)).click();
    await page.getByText('The signature matches the request and the secret “new”.').waitFor();
  });

  it('lets the secret that a new one replaces expire, and shows and changes when', async () => {
    unwrap(await add('GitHub', 'one'));
    await github('one', 'd-1');
    const page = await openApp(browser, host.url);
    await page.getByRole('button', { name: 'Secrets' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a secret' }).click();
    await dialog.getByRole('textbox', { name: 'Secret', exact: true }).fill('two');
    await dialog.getByRole('button', { name: /Scheme/ }).click();
    await page.keyboard.type('github');
    await page
      .getByRole('option', { name: /^GitHub\b/ })
      .first()
      .click();
    await dialog.getByText('Expire “GitHub” in 24 h').click();
    await dialog.getByRole('button', { name: 'Add secret' }).click();
    await dialog.getByText(/expires in 2[34] h/).waitFor();

    await dialog.getByRole('button', { name: 'Edit GitHub', exact: true }).click();
    await dialog.getByLabel('Valid until').fill('2020-01-02T03:04');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^expired \d+ d ago$/).waitFor();
    const { secrets } = await host.call('app.state', null);
    const validUntil = secrets.find(({ label }) => label === 'GitHub')?.validUntil;
    expect(validUntil).toBe(new Date(2020, 0, 2, 3, 4).getTime());
  });
});
