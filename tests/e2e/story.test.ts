import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type LocaltunnelServer, removeBundle, startLocaltunnelServer } from '../support/localtunnel-server/start.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** What a person does with the app, from the first start to the start of the next day, in one go. */

const SECRET = 'whsec_the-secret-of-the-endpoint';
const BODY = '{"id":"evt_1","type":"invoice.paid","data":{"amount":1.0}}';

let browser: Browser;
let tunnelServer: LocaltunnelServer;
beforeAll(async () => {
  browser = await launchChromium();
  tunnelServer = await startLocaltunnelServer({ domain: '' });
});
afterAll(async () => {
  await browser.close();
  await tunnelServer.kill();
  await removeBundle();
});

const open = (host: RunningWebHost, theme: 'light' | 'dark'): Promise<Page> =>
  openApp(browser, host.url, { theme, losesEngine: true });

function stripeSignature(secret: string, body: string, at = Math.floor(Date.now() / 1000)): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

/** As the provider does it: to the public host, by way of the tunnel server. */
function deliver(publicUrl: string, body: string, signature: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: tunnelServer.port,
        method: 'POST',
        path: '/stripe?v=2',
        headers: { Host: new URL(publicUrl).host, 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
        agent: false,
      },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const row = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text });
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });

it('is walked from the public URL to the collection that is sent again after a restart', {
  timeout: 120_000,
}, async () => {
  const dataDir = await tempDir();
  const target = await startTarget({ status: 202, body: '{"handled":true}' });
  const host = await startWebHost({ dataDir });
  await host.call('settings.update', {
    patch: { tunnel: { host: `http://lt.localhost:${tunnelServer.port}` }, send: { target: target.url } },
  });
  const page = await open(host, 'dark');

  // The local URL, and the public one by one switch.
  await page.getByRole('banner').getByText(host.captureUrl).waitFor();
  await page.getByText('Tunnel', { exact: true }).click();
  const publicUrl =
    (await page
      .getByRole('banner')
      .getByText(/^http:\/\/[a-z0-9]{16}\.lt\.localhost:\d+$/)
      .textContent()) ?? '';

  // A wrong secret first.
  await page.getByRole('button', { name: 'Add a secret' }).click();
  await page.getByLabel('Secret', { exact: true }).fill('whsec_of-another-endpoint');
  await page.getByRole('button', { name: 'Add secret' }).click();
  await page.getByRole('dialog').getByText('••••••••nt').waitFor();
  await page.keyboard.press('Escape');

  const sentAt = Date.now();
  expect(await deliver(publicUrl, BODY, stripeSignature(SECRET, BODY))).toBe(200);
  const stripeRow = row(page, '/stripe?v=2');
  await stripeRow.filter({ hasText: 'Failed' }).waitFor();
  expect(Date.now() - sentAt).toBeLessThan(10_000);
  await stripeRow.click();

  // Every tab.
  await page.getByText('Failed: wrong signature').first().waitFor();
  await page.getByText('invoice.paid').first().waitFor();
  await tab(page, /^Signature/).click();
  await page.getByText('first difference at character').waitFor();
  await page.getByText(/up to 5 min is accepted/).waitFor();
  await tab(page, /^Headers/).click();
  await page.getByText('stripe-signature').first().waitFor();
  await tab(page, /^Body/).click();
  await page.getByText('"invoice.paid"').first().waitFor();
  await page.getByText('Hex', { exact: true }).click();
  await page.getByText('00000000').first().waitFor();
  await tab(page, /^Reply/).click();
  await page.getByText('text/plain; charset=utf-8').first().waitFor();

  // The secret corrected: judged again at once.
  const [secret] = (await host.call('app.state', null)).secrets;
  await host.call('secrets.update', { id: secret?.id ?? '', value: SECRET });
  await stripeRow.filter({ hasText: 'Verified' }).waitFor();

  // Replayed as it was, re-signed, and edited.
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect.poll(() => target.requests.length).toBe(1);
  await page.getByRole('button', { name: 'Replay re-signed' }).click();
  await expect.poll(() => target.requests.length).toBe(2);
  const [exact, resigned] = target.requests;
  expect(exact?.body.toString()).toBe(BODY);
  expect(exact?.target).toBe('/hook?v=2');
  const [, at = ''] = /^t=(\d+),/.exec(resigned?.header('stripe-signature') ?? '') ?? [];
  expect(resigned?.header('stripe-signature')).toBe(stripeSignature(SECRET, BODY, Number(at)));
  await tab(page, /^Attempts/).click();
  await page.getByText('202').first().waitFor();

  await page.getByRole('button', { name: 'Edit and replay', exact: true }).first().click();
  const editor = page.getByRole('textbox', { name: 'Body to send' });
  await editor.waitFor();
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('edited by hand');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => target.requests[2]?.body.toString()).toBe('edited by hand');

  // Forged from a template, saved, and sent again after a restart.
  await page.getByRole('navigation').getByText('Forge').or(page.getByLabel('Forge')).first().click();
  await page.getByLabel('Search templates').fill('deal.updated');
  await page.getByRole('option', { name: /deal\.updated/ }).click();
  await page.getByRole('button', { name: /^Send/ }).click();
  await expect.poll(() => target.requests.length).toBe(4);
  const forged = target.requests[3];
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(forged?.header('x-rex-signature') ?? '') ?? [];
  expect(v1).toBe(createHmac('sha256', SECRET).update(`${t}.${forged?.body}`).digest('hex'));

  await page.getByRole('button', { name: 'Save to collection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('A deal');
  const newName = dialog.getByLabel('Name of the new collection');
  if (await newName.isVisible()) await newName.fill('Mine');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.close();
  expect(await host.stop()).toBe(0);

  const next = await startWebHost({ dataDir });
  onTestFinished(async () => {
    await next.stop();
  });
  const nextPage = await open(next, 'light');
  await row(nextPage, '/stripe?v=2').filter({ hasText: 'Verified' }).waitFor();
  await nextPage
    .getByRole('navigation')
    .getByText('Collections')
    .or(nextPage.getByLabel('Collections'))
    .first()
    .click();
  await nextPage.getByText('A deal').first().click();
  await nextPage.getByRole('button', { name: /^Send/ }).click();
  await expect.poll(() => target.requests.length).toBe(5);
  expect(target.requests[4]?.body.toString()).toBe(forged?.body.toString());
  expect(target.requests[4]?.header('x-rex-signature')).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
});
