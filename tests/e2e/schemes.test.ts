import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictWords } from '../../src/core/signature/words.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** A sender that no catalogue knows: `X-Acme-Signature: v1=<base64>` over `{ts}:{body}`. */
const SECRET = 'acme-secret';
/** Without an id: equal ones would make every request after the first a retry, whose mark takes room from its path. */
const BODY = '{"event":"order.paid"}';

const malformed = verdictWords({
  status: 'failed',
  scheme: null,
  secretId: null,
  reason: 'malformed-signature',
  detail: 'X-Acme-Signature',
}).sentence;

function acmeHeaders(at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac('sha256', SECRET).update(`${at}:${BODY}`).digest('base64');
  return {
    'Content-Type': 'application/json',
    'X-Acme-Signature': `v1=${signature}`,
    'X-Acme-Timestamp': String(at),
  };
}

describe('a scheme of the user’s own', () => {
  let dataDir: string;
  let host: RunningWebHost;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const pageErrors: Error[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hookproof-schemes-'));
    browser = await launchChromium();
    await start();
  });
  afterAll(async () => {
    await browser.close();
    await host.stop();
    await rm(dataDir, { recursive: true });
  });

  async function start(): Promise<void> {
    host = await startWebHost({ dataDir });
    context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => pageErrors.push(error));
    await page.goto(host.url);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
  }

  const send = (path: string, headers: Record<string, string>) =>
    fetch(host.captureUrl + path, { method: 'POST', headers, body: BODY });

  async function command(words: string): Promise<Locator> {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Type a command').fill(words);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Your schemes' });
    await dialog.waitFor();
    return dialog;
  }

  /** The list's row of a request by its path. */
  const listRow = (path: string) =>
    page.locator('[data-command-scope="list"]').getByRole('option').filter({ hasText: path });

  const template = (dialog: Locator) => dialog.getByRole('textbox', { name: 'Template' });
  const check = (dialog: Locator) => dialog.getByRole('region', { name: 'The selected capture' });

  it('is not known: the request cannot be checked', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Acme', scheme: null, value: SECRET });
    await send('/first', acmeHeaders());
    await page.getByText('Not checked: no known scheme').first().waitFor();
  });

  it('is filled in beside the request it is for, and read as it is typed', async () => {
    const dialog = await command('edit schemes');
    await dialog.getByText('No schemes of your own').waitFor();
    await dialog.getByRole('button', { name: 'New scheme' }).click();
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme');
    await dialog.getByRole('button', { name: 'Use X-Acme-Signature' }).click();
    await dialog.getByRole('radio', { name: 'With a prefix' }).click();
    await dialog.getByRole('textbox', { name: 'Prefix', exact: true }).fill('v1=');
    await check(dialog).getByText(malformed).waitFor();
    await dialog
      .getByRole('radiogroup', { name: 'Encoding' })
      .getByRole('radio', { name: 'Base64', exact: true })
      .click();
    await expect.poll(() => check(dialog).getByText(malformed).count()).toBe(0);

    await template(dialog).fill('');
    await dialog.getByRole('button', { name: 'Insert {ts}: the timestamp, as sent' }).click();
    await template(dialog).press('End');
    await page.keyboard.type(':{boddy}');
    await dialog.getByText('This has the unknown token “{boddy}”').waitFor();
    await template(dialog).fill('{ts}:{body}');
    await dialog.getByRole('button', { name: 'Use X-Acme-Timestamp' }).click();
    await dialog.getByText('the timestamp, a colon, the body').waitFor();
    await dialog
      .getByRole('region', { name: 'Example' })
      .getByText(/^X-Acme-Signature: v1=[A-Za-z0-9+/]{43}=/)
      .waitFor();
  });

  it('passes a check of its accessibility', async () => {
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('verifies the captured request once it is saved, and every one that comes', async () => {
    const dialog = page.getByRole('dialog', { name: 'Your schemes' });
    await page.keyboard.press('Control+s');
    await check(dialog).getByText('Verified').waitFor();
    const [saved] = await host.call('recipes.list', null);
    expect(saved).toMatchObject({ name: 'Acme', recipe: { signed: '{ts}:{body}' } });
    await dialog.getByRole('button', { name: 'Pin to Catch-all' }).click();
    await dialog.getByText('Requests to Catch-all are checked with this scheme.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.getByText('pinned to Catch-all').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => listRow('/first').getByText('Verified').count()).toBe(1);
    await send('/second', acmeHeaders());
    await listRow('/second').getByText('Verified').waitFor();
    await send('/old', acmeHeaders(Math.floor(Date.now() / 1000) - 3600));
    await listRow('/old').getByText('Failed').waitFor();
  });

  it('fails them with a wrong template, and asks before changes are lost', async () => {
    await listRow('/second').click();
    const dialog = await command('edit schemes');
    await dialog.getByRole('button', { name: 'Edit Acme' }).click();
    await template(dialog).fill('{ts}.{body}');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await check(dialog).getByText('Failed: wrong signature').waitFor();
    await page.keyboard.press('Escape');
    await listRow('/second').getByText('Failed').waitFor();
  });

  it('is there after a restart, with its endpoint', async () => {
    await context.close();
    await host.stop();
    await start();
    const dialog = await command('edit schemes');
    await dialog.getByText('pinned to Catch-all').waitFor();
    await dialog.getByRole('button', { name: 'Edit Acme' }).click();
    expect(await template(dialog).inputValue()).toBe('{ts}.{body}');
    await template(dialog).fill('{ts}:{body}');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.keyboard.press('Escape');
    await listRow('/second').getByText('Verified').waitFor();
  });

  it('is the same recipe as JSON, and what is wrong there is said and never saved', async () => {
    const dialog = await command('edit schemes');
    await dialog.getByRole('button', { name: 'Edit Acme' }).click();
    await dialog.getByRole('tab', { name: 'JSON' }).click();
    const lines = dialog.locator('.monaco-editor .view-lines');
    const text = () => lines.textContent().then((shown) => (shown ?? '').replaceAll('\u00a0', ' '));
    await expect.poll(text, { timeout: 10_000 }).toContain('"signed": "{ts}:{body}"');
    const type = async (json: string) => {
      // Not by a click: what is offered may lie over the lines.
      await dialog.getByRole('textbox', { name: 'The recipe as JSON' }).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(json);
    };
    const [saved] = await host.call('recipes.list', null);
    if (saved === undefined) throw new Error('it was saved');
    const { recipe } = saved;

    await type('{"algorithm": ');
    await dialog.getByText('is not JSON:').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
    await type(JSON.stringify({ ...recipe, signed: '{ts}:{boddy}' }));
    await dialog.getByRole('list', { name: 'Problems' }).getByText('has the unknown token “{boddy}”').waitFor();
    await page.keyboard.press('Control+s');
    expect(await host.call('recipes.list', null)).toEqual([saved]);
    await dialog.getByRole('tab', { name: 'Form' }).click();
    expect(await template(dialog).inputValue()).toBe('{ts}:{body}');
    await dialog.getByRole('button', { name: 'Discard the JSON' }).click();
    await dialog.getByText('Saved', { exact: true }).waitFor();

    await dialog.getByRole('tab', { name: 'JSON' }).click();
    await expect.poll(text).toContain('"signed": "{ts}:{body}"');
    await type(JSON.stringify({ ...recipe, signed: '{ts}.{body}' }, null, 2));
    await dialog.getByText('A complete recipe.').waitFor();
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await dialog.getByRole('tab', { name: 'Form' }).click();
    expect(await template(dialog).inputValue()).toBe('{ts}.{body}');
    await template(dialog).fill('{ts}!{body}');
    await dialog.getByRole('tab', { name: 'JSON' }).click();
    await expect.poll(text).toContain('"signed": "{ts}!{body}"');
    await type(JSON.stringify(recipe));
    await dialog.getByText('Saved', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.keyboard.press('Escape');
  });

  it('is completed, explained and marked as JSON, by the keyboard alone', async () => {
    const dialog = await command('edit schemes');
    await dialog.getByRole('button', { name: 'New scheme', exact: true }).click();
    await dialog.getByRole('tab', { name: 'JSON' }).click();
    const lines = dialog.locator('.monaco-editor .view-lines');
    const text = () => lines.textContent().then((shown) => (shown ?? '').replaceAll('\u00a0', ' '));
    const offered = dialog.locator('.suggest-widget.visible');
    await lines.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText('{ ');
    await page.keyboard.type('"alg');
    await offered.getByText('algorithm').first().waitFor();
    await page.keyboard.press('Enter');
    await offered.getByText('hmac-sha256').first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(text).toBe('{ "algorithm": "hmac-sha256"');
    await page.keyboard.type(', "signed');
    await offered.getByText('signed').first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(text).toContain('"signed": ""');
    await page.keyboard.type('{t');
    await offered.getByText('the timestamp, as sent').waitFor();
    await page.keyboard.press('Escape');
    await offered.waitFor({ state: 'hidden' });
    expect(await dialog.isVisible()).toBe(true);

    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{ "algorithm": "md5", "signature": { "names": ["X-Sig"] } }');
    await dialog.locator('.squiggly-error').first().waitFor();
    await dialog.getByRole('list', { name: 'Problems' }).getByText('is not a known algorithm').waitFor();
    await page.keyboard.press('Control+Home');
    for (let count = 0; count < 5; count++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('F1');
    await dialog.getByText('How the signature is computed from the signed content').waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByText('How the signature is computed from the signed content').waitFor({ state: 'hidden' });
    expect(await page.getByText('Leave without saving?').count()).toBe(0);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{ "algorithm": "hmac-sha256", "signature": { "names": ["X-Sig"] } }');
    await dialog.getByText('A complete recipe.').waitFor();
    expect(await dialog.locator('.squiggly-error').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('comes out as a file and in again as another scheme, and a file that is none changes nothing', async () => {
    const dialog = await command('edit schemes');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export Acme…' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('Acme.hookproof-scheme.json');
    const path = join(dataDir, 'exported.json');
    await file.saveAs(path);
    const [saved] = await host.call('recipes.list', null);
    const written = JSON.parse(await readFile(path, 'utf8'));
    expect(written).toEqual({ hookproof: 'scheme', version: 1, name: 'Acme', recipe: saved?.recipe });

    const bad = join(dataDir, 'bad.json');
    await writeFile(bad, JSON.stringify({ ...written, recipe: { ...written.recipe, algorithm: 'rot13' } }));
    await dialog.getByLabel('File of schemes').setInputFiles(bad);
    await dialog.getByText('recipe.algorithm is not a known algorithm').waitFor();
    expect(await host.call('recipes.list', null)).toEqual([saved]);
    await dialog.getByLabel('File of schemes').setInputFiles(path);
    await dialog.getByRole('button', { name: 'Edit Acme 2' }).waitFor();
    expect(await dialog.getByText('recipe.algorithm').count()).toBe(0);
    const [, added] = await host.call('recipes.list', null);
    expect(added).toMatchObject({ name: 'Acme 2', recipe: saved?.recipe });
    expect(added?.id).not.toBe(saved?.id);

    const downloadAll = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export all…' }).click();
    await (await downloadAll).saveAs(path);
    const several = JSON.parse(await readFile(path, 'utf8'));
    expect(several.schemes.map(({ name }: { name: string }) => name)).toEqual(['Acme', 'Acme 2']);
    await dialog.getByRole('button', { name: 'Delete Acme 2' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete scheme' }).click();
    await expect.poll(() => dialog.getByRole('button', { name: 'Edit Acme 2' }).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('says which endpoint it is pinned to before it is deleted', async () => {
    const dialog = await command('edit schemes');
    await dialog.getByRole('button', { name: 'Delete Acme' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete the scheme “Acme”?' });
    await question.getByText('Catch-all').waitFor();
    await question.getByRole('button', { name: 'Delete scheme' }).click();
    await dialog.getByText('No schemes of your own').waitFor();
    await page.keyboard.press('Escape');
    await listRow('/second').getByText('Not checked').waitFor();
    const { endpoints } = await host.call('app.state', null);
    expect(endpoints.map(({ scheme }) => scheme)).toEqual([null]);
  });

  it('can be begun from the endpoint it is for, and from the settings', async () => {
    await host.call('endpoints.create', { name: 'Acme hooks', path: '/acme' });
    await page.keyboard.press('Control+,');
    await page.getByRole('button', { name: 'New scheme…' }).click();
    await page.getByRole('dialog', { name: 'Your schemes' }).getByText('New scheme').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Type a command').fill('endpoints');
    await page.keyboard.press('Enter');
    const endpoints = page.getByRole('dialog', { name: 'Endpoints' });
    await endpoints.getByRole('button', { name: /^Acme hooks/ }).click();
    await endpoints.getByRole('button', { name: /Scheme/ }).click();
    await page.getByRole('option', { name: /New scheme…/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Your schemes' });
    await dialog.getByRole('button', { name: /Start from/ }).click();
    await page.getByRole('option', { name: /as Stripe does/ }).click();
    await dialog.getByRole('button', { name: 'Save scheme' }).click();
    await dialog.getByText('Give the scheme a name').waitFor();
    // The field to correct has the focus.
    await page.keyboard.type('Acme');
    await dialog.getByRole('button', { name: 'Save scheme' }).click();
    await dialog.getByRole('button', { name: 'Pin to Acme hooks' }).click();
    await dialog.getByText('Requests to Acme hooks are checked with this scheme.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await endpoints.getByText('Every request is checked against this scheme').waitFor();
  });

  it('threw no error in the page', () => {
    expect(pageErrors).toEqual([]);
  });
});
