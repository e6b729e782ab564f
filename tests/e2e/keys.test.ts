import { createPublicKey, verify } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { codeSamples } from '../support/code-samples.ts';
import { keyFixtures } from '../support/key-host.ts';
import { signed } from '../support/signing.ts';
import { startTarget } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

describe('public keys on the screen', () => {
  let host: RunningWebHost;
  let browser: Browser;
  beforeAll(async () => {
    [host, browser] = await Promise.all([startWebHost(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await host.stop();
  });

  it('are fetched only when the user says so, and can be pasted instead', async () => {
    const sample = codeSamples['aws-sns'];
    if (sample === undefined) throw new Error('no sample');
    // Nothing may be asked for outside this machine, so fetching is turned off before its button could be pressed.
    const page = await openApp(browser, host.url);
    const { body } = signed('aws-sns', keyFixtures.signer, sample.request, Date.now());
    await fetch(`${host.captureUrl}/sns`, { method: 'POST', body: new Uint8Array(body) });
    await page.getByRole('option').filter({ hasText: '/sns' }).click();
    await page.getByText('Not checked: key could not be fetched').first().waitFor();
    await page.getByRole('button', { name: 'Fetch the key from sns.eu-west-1.amazonaws.com' }).waitFor();
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByRole('button', { name: /Fetch providers’ public keys/ }).click();
    await page.getByRole('option', { name: 'Never' }).click();
    await expect.poll(async () => (await host.call('app.state', null)).settings.fetchKeys).toBe('never');
    const [row] = (await host.call('captures.list', { filter: {}, before: null, limit: 1 })).rows;
    const asked = { captureId: row?.id ?? 0, scheme: 'aws-sns' };
    expect(await host.call('keys.fetch', asked)).toMatchObject({ failure: { cause: 'forbidden' } });
    await page.getByRole('button', { name: 'Captures' }).first().click();
    await page.getByText('Fetching keys is turned off in Settings').waitFor();
    expect(await page.getByRole('button', { name: /Fetch the key/ }).count()).toBe(0);

    await page.getByRole('button', { name: 'Paste the key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    await dialog.getByRole('textbox', { name: 'Secret' }).fill(keyFixtures.sns);
    await dialog.getByRole('button', { name: 'Add secret' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('option').filter({ hasText: '/sns' }).getByText('Verified').waitFor();
  });

  it('are made to forge with, and shown as the provider shows its own', async () => {
    const target = await startTarget();
    await host.call('settings.update', { patch: { send: { target: target.url } } });
    const page = await openApp(browser, host.url);
    await page.getByRole('button', { name: 'Endpoints' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    await dialog.getByRole('tab', { name: /Secrets/ }).click();
    await dialog.getByRole('button', { name: 'Make a key pair to forge with…' }).click();
    const form = dialog.getByRole('region', { name: 'Make a key pair' });
    await form.getByRole('button', { name: /Scheme/ }).click();
    await page.getByPlaceholder('Search').fill('Telnyx');
    await page.getByRole('option', { name: /Telnyx/ }).click();
    await form.getByRole('button', { name: 'Make a key pair' }).click();
    const half = dialog.getByRole('region', { name: 'Public half' });
    const shown = (await half.locator('pre').textContent()) ?? '';
    expect(Buffer.from(shown, 'base64')).toHaveLength(32);
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await half.getByRole('button', { name: /Form/ }).click();
    await page.getByRole('option', { name: 'PEM', exact: true }).click();
    const pem = (await half.locator('pre').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Public half of Telnyx key pair' }).click();
    await half.waitFor({ state: 'hidden' });

    const [secret] = (await host.call('app.state', null)).secrets.filter(({ scheme }) => scheme === 'telnyx');
    const signing = { scheme: 'telnyx', secretId: secret?.id ?? '', signedUrl: null };
    const draft = { method: 'POST', url: target.url, headers: [], body: new Uint8Array([123, 125]), signing };
    const sent = await host.call('drafts.sign', { draft });
    if (!sent.ok) throw new Error(sent.failure.code);
    const value = (name: string) => sent.value.headers.find(([header]) => header.toLowerCase() === name)?.[1] ?? '';
    const content = Buffer.from(`${value('telnyx-timestamp')}|{}`);
    const signature = Buffer.from(value('telnyx-signature-ed25519'), 'base64');
    expect(verify(null, content, createPublicKey(pem), signature)).toBe(true);
  });
});
