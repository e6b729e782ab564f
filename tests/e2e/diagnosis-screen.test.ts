import { createHmac, randomBytes } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SecretInfo } from '../../src/core/secret.ts';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** Why a signature fails, checking what was never captured, and finding an unknown scheme: a real engine in a real Chromium. */

let browser: Browser;
let host: RunningWebHost;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  const started = await startWebHost();
  host = started;
  onTestFinished(async () => {
    await started.stop();
  });
});

const hmac = (secret: string, content: string | Uint8Array) =>
  createHmac('sha256', secret).update(content).digest('hex');
/** Vitest polls for one second by itself; a busy machine takes longer to load Monaco. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

async function open(width = 1280): Promise<Page> {
  const page = await openApp(browser, host.url, { width });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page;
}

async function capture(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<void> {
  const bytes = typeof body === 'string' ? body : Uint8Array.from(body);
  await fetch(host.captureUrl + path, { method: 'POST', headers, body: bytes });
}

const github = (signature: string) => ({ 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${signature}` });

async function addSecret(
  value: string,
  scheme: string | null = 'github',
  endpointId = 'catch-all',
): Promise<SecretInfo> {
  const added = await host.call('secrets.add', { endpointId, label: 'Mine', scheme, value });
  if (!added.ok) throw new Error('the secret was not added');
  return added.value;
}

async function signatureTab(page: Page, path: string): Promise<Locator> {
  await page.getByRole('option').filter({ hasText: path }).click();
  await page.getByRole('article').getByRole('heading', { name: path }).waitFor();
  await page.getByRole('tab', { name: 'Signature' }).click();
  return page.getByRole('region', { name: 'Diagnosis' });
}

/** What the two sides of the diff editor show; it draws spaces as no-break spaces and, with white space shown, as dots. */
async function diffText(within: Locator, side: 'original' | 'modified'): Promise<string> {
  const lines = await within.locator(`.monaco-diff .editor.${side} .view-line`).allTextContents();
  return lines.join('\n').replaceAll(/[\u00a0\u00b7]/g, ' ');
}

async function expectNoViolations(page: Page): Promise<void> {
  // React Aria's hidden announcer speaks through an element that names a label, and empties itself seconds later.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)).toEqual(
    [],
  );
}

describe('the diagnosis of a capture', () => {
  it('names a body that was written again, shows both, and gives the code that verifies', async () => {
    await addSecret('key');
    const sent = '{"action":"opened","number":42,"title":"Käse"}';
    const received = JSON.stringify(JSON.parse(sent), null, 2);
    await capture('/hook', received, { ...github(hmac('key', sent)), 'Content-Type': 'application/json' });
    const page = await open(1680);
    const diagnosis = await signatureTab(page, '/hook');
    await diagnosis.getByText('Proved').first().waitFor();
    await diagnosis.getByRole('button', { name: /Cause: .*body written again/ }).waitFor();
    const difference = diagnosis.getByRole('figure', { name: 'Received and signed body' });
    await difference.getByText(`first difference at byte 2 of ${Buffer.byteLength(received)}`).waitFor();
    await soon(() => diffText(difference, 'modified')).toContain(sent);
    await soon(() => difference.locator('.char-delete').count()).toBeGreaterThan(0);
    await expectNoViolations(page);

    await diagnosis.getByRole('button', { name: /Language of the fix/ }).click();
    await page.getByRole('option', { name: 'Python' }).click();
    await diagnosis.getByRole('button', { name: 'Copy the fix in Python' }).click();
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toContain('hmac.compare_digest');
    await page.reload();
    await signatureTab(page, '/hook');
    await diagnosis.getByRole('button', { name: 'Copy the fix in Python' }).waitFor();

    await diagnosis.getByRole('button', { name: 'Forge with my secret and compare' }).click();
    const forged = diagnosis.getByRole('region', { name: 'Received and forged' });
    await forged.getByText(`sha256=${hmac('key', received)}`).waitFor();
    await forged.getByText('Both sign the same bytes').waitFor();
  });

  it('pins the scheme under which the signature is right', async () => {
    await addSecret('a-long-shared-secret', null);
    const pinned = await host.call('endpoints.update', { id: 'catch-all', scheme: 'stripe' });
    expect(pinned.ok).toBe(true);
    await capture('/hook', '{"a":1}', github(hmac('a-long-shared-secret', '{"a":1}')));
    const page = await open();
    const diagnosis = await signatureTab(page, '/hook');
    await diagnosis.getByRole('button', { name: 'Pin this scheme' }).click();
    await page.getByRole('article').getByText('Verified').first().waitFor();
    const { endpoints } = await host.call('app.state', null);
    expect(endpoints.map(({ scheme }) => scheme)).toEqual(['github']);
  });

  it('corrects a secret with a line feed at its end, without showing it', async () => {
    const secret = await addSecret('a-long-shared-secret\n');
    await capture('/hook', '{}', github(hmac('a-long-shared-secret', '{}')));
    const page = await open();
    const diagnosis = await signatureTab(page, '/hook');
    await diagnosis.getByText('line feed', { exact: true }).waitFor();
    expect(await diagnosis.textContent()).not.toContain('shared');
    await diagnosis.getByRole('button', { name: 'Use this secret' }).click();
    await page.getByRole('article').getByText('Verified').first().waitFor();
    await diagnosis.waitFor({ state: 'detached' });
    expect(await host.call('secrets.reveal', { id: secret.id })).toEqual({
      ok: true,
      value: { value: 'a-long-shared-secret' },
    });
  });

  it('takes the secret of another endpoint over, and shows bytes that are no text in hexadecimal', async () => {
    const live = await host.call('endpoints.create', { name: 'Live', path: '/live' });
    if (!live.ok) throw new Error('no endpoint');
    await addSecret('of-the-other-endpoint', 'github', live.value.id);
    await addSecret('wrong');
    await capture('/other-secret', '{"a":1}', github(hmac('of-the-other-endpoint', '{"a":1}')));
    const bytes = Buffer.concat([Buffer.from([0, 255, 254]), randomBytes(80)]);
    await capture('/binary', Buffer.concat([bytes, Buffer.from('\n')]), github(hmac('wrong', bytes)));
    const page = await open();
    const diagnosis = await signatureTab(page, '/binary');
    await diagnosis.getByRole('region', { name: /in hexadecimal$/ }).waitFor();
    await diagnosis.getByText('first difference at byte 84 of 84').waitFor();

    await signatureTab(page, '/other-secret');
    await diagnosis.getByRole('button', { name: /another secret/ }).waitFor();
    await diagnosis.getByText('of Live').waitFor();
    await diagnosis.getByRole('button', { name: 'Use this secret' }).click();
    await page.getByRole('article').getByText('Verified').first().waitFor();
  });

  it('says what was excluded where nothing is proved, with guesses marked as guesses', async () => {
    await addSecret('ours');
    await capture('/hook', '{"a":1}', github(hmac('theirs', '{"a":1}')));
    const page = await open();
    const diagnosis = await signatureTab(page, '/hook');
    await diagnosis.getByText('Nothing proved.').waitFor();
    await diagnosis.getByText(/None of these gives the received signature: your secret, /).waitFor();
    await soon(() => diagnosis.getByText('Likely').count()).toBe(2);
    expect(await diagnosis.getByText('Proved', { exact: true }).count()).toBe(0);
    await expectNoViolations(page);
  });

  it('searches longer when asked to, and ends the search when its tab is left', async () => {
    await addSecret('key');
    const large = JSON.stringify(Array.from({ length: 60_000 }, (_, index) => ({ index, text: 'gr\u00fcn' })));
    await capture('/large', large, { ...github('ab'.repeat(32)), 'Content-Type': 'application/json' });
    const page = await browser.newPage();
    // Names of commands stand in their frames as text.
    const sent: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => sent.push(Buffer.from(payload).toString('latin1'))),
    );
    await page.goto(host.url);
    const diagnosis = await signatureTab(page, '/large');
    await diagnosis.getByText('Nothing proved.').waitFor();
    await diagnosis.getByRole('button', { name: 'Search longer' }).click();
    await diagnosis.getByText('Looking for the cause…').waitFor();
    await page.getByRole('tab', { name: 'Body' }).click();
    await soon(() => sent.some((frame) => frame.includes('signatures.cancel'))).toBe(true);
    const runs = sent.filter((frame) => frame.includes('captures.diagnose'));
    expect(runs).toHaveLength(2);

    await page.getByRole('tab', { name: 'Signature' }).click();
    await diagnosis.getByText('Nothing proved.').waitFor();
    await diagnosis.getByRole('button', { name: 'Search longer' }).click();
    // It had its time: nothing longer is offered.
    await diagnosis.getByRole('button', { name: 'Search longer' }).waitFor({ state: 'detached' });
    await page.close();
  });
});

describe('a body of right-to-left and wide characters', () => {
  it('breaks its lines inside the pane', async () => {
    const text = `${'שלום עולם 漢字 '.repeat(200)}`;
    await capture('/rtl', text, { 'Content-Type': 'text/plain' });
    const page = await open();
    await page.getByRole('option').filter({ hasText: '/rtl' }).click();
    await page.getByRole('tab', { name: 'Body' }).click();
    const lines = page.locator('.monaco-editor .view-line');
    await soon(() => lines.count()).toBeGreaterThan(5);
    const pane = await page.locator('.monaco-editor').boundingBox();
    const widest = await lines.evaluateAll((all) =>
      Math.max(...all.map((line) => line.firstElementChild?.getBoundingClientRect().width ?? 0)),
    );
    expect(widest).toBeLessThanOrEqual(pane?.width ?? 0);
  });
});

describe('checking what was never captured', () => {
  it('reads a pasted request, names the cause and checks again with the corrected secret', async () => {
    const page = await open();
    await page.keyboard.press('4');
    const body = '{"a": 1}';
    await page
      .getByLabel('Paste a request')
      .fill(
        `curl -X POST https://example.com/hooks -H 'X-GitHub-Event: push' -H 'X-Hub-Signature-256: sha256=${hmac('key', body)}' --data-raw '${body}'`,
      );
    await page.getByText(/^Read: POST/).waitFor();
    expect(await page.getByLabel('URL it was sent to').inputValue()).toBe('https://example.com/hooks');
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).toBe(body);
    await page.getByLabel('Secret', { exact: true }).fill('"key"');
    await page.keyboard.press('Control+Enter');
    const result = page.getByRole('region', { name: 'Result of the check' });
    await result.getByText('Failed: wrong signature').waitFor();
    await result.getByText('quotation mark', { exact: true }).first().waitFor();
    await expectNoViolations(page);
    await result.getByRole('button', { name: 'Use this secret' }).click();
    await result.getByText('Verified').waitFor();
    expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe('key');

    // Nothing of it is kept: neither a capture nor a secret.
    expect(await host.call('captures.list', { filter: {}, before: null, limit: 10 })).toMatchObject({ total: 0 });
    expect((await host.call('app.state', null)).secrets).toEqual([]);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe('');
  });
});

describe('what is pasted to be checked', () => {
  it('keeps the line ends of a body, and lets one of several requests of a HAR be chosen', async () => {
    const page = await open();
    await page.keyboard.press('4');
    const body = 'a\r\nb\r\n';
    const raw = `POST /x HTTP/1.1\r\nHost: example.com\r\nContent-Length: ${body.length}\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=${hmac('key', body)}\r\n\r\n${body}`;
    await page.evaluate((text) => navigator.clipboard.writeText(text), raw);
    const box = page.getByLabel('Paste a request');
    await box.focus();
    await page.keyboard.press('ControlOrMeta+V');
    await page.getByText('6 B, kept byte for byte: a field would change its line ends.').waitFor();
    await page.getByLabel('Secret', { exact: true }).fill('key');
    await page.getByRole('button', { name: /^Check Ctrl/ }).click();
    const result = page.getByRole('region', { name: 'Result of the check' });
    await result.getByText('Verified').waitFor();

    const entry = (text: string) => ({
      startedDateTime: '2023-11-14T22:13:20.000Z',
      request: {
        method: 'POST',
        url: `https://example.com/${text.length}`,
        headers: [{ name: 'X-Hub-Signature-256', value: `sha256=${hmac('key', text)}` }],
        postData: { mimeType: 'application/json', text },
        bodySize: text.length,
      },
    });
    await box.fill(JSON.stringify({ log: { entries: [entry('{"first":true}'), entry('{"second":2}')] } }));
    await result.getByText('What is on the left was changed since.').waitFor();
    await page.getByRole('button', { name: /Which of them/ }).click();
    await page.getByRole('option', { name: /example\.com\/12/ }).click();
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).toBe('{"second":2}');
    expect(await page.getByLabel('Received at').inputValue()).toBe('2023-11-14T22:13:20.000Z');
    await result.getByRole('button', { name: 'Check again' }).click();
    await result.getByText('Verified').waitFor();
    await expectNoViolations(page);

    await box.fill('nothing of the kind');
    await page.locator('.paste-box .field-error').waitFor();
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).toBe('{"second":2}');
  });
});

describe('discovering an unknown scheme', () => {
  it('finds the recipe of two captures, saves and pins it, and both verify', async () => {
    await addSecret('unknown-scheme-secret', null);
    const now = Math.floor(Date.now() / 1000);
    for (const [at, body] of [
      [String(now - 2), '{"n":1}'],
      [String(now - 1), '{"n":2,"more":true}'],
    ] as const) {
      await capture(`/acme/${body.length}`, body, {
        'X-Acme-Digest': `v9=${hmac('unknown-scheme-secret', `${at}|${body}`)}`,
        'X-Acme-Sent': at,
      });
    }
    const page = await open();
    await signatureTab(page, '/acme/7');
    await page.getByRole('button', { name: 'Discover an unknown scheme' }).click();
    const dialog = page.getByRole('dialog', { name: 'Discover an unknown scheme' });
    await expectNoViolations(page);
    await dialog.getByText('/acme/19').click();
    await dialog.getByRole('button', { name: /Choose a secret/ }).click();
    await page.getByRole('option', { name: /Mine/ }).click();
    await dialog.getByRole('button', { name: 'Search' }).click();
    const found = dialog.getByRole('list', { name: 'Recipes found' }).getByRole('listitem').first();
    await found.getByText('proved on 2 of 2 requests').waitFor();
    await found.getByRole('button', { name: 'Show as JSON' }).click();
    await found.getByText('X-Acme-Digest').first().waitFor();
    await expectNoViolations(page);
    await found.getByLabel('Name of the scheme').fill('Acme');
    await found.getByRole('button', { name: 'Save as my scheme' }).click();
    await page.getByText('Catch-all is checked with “Acme” from now on.').waitFor();
    await page.keyboard.press('Escape');
    await soon(async () => {
      const { rows } = await host.call('captures.list', { filter: {}, before: null, limit: 10 });
      return rows.map((row) => row.verdicts[0]?.status ?? null);
    }).toEqual(['verified', 'verified']);
  });
});
