import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Handler, hang, SECRET, startHandler, status } from '../main/deliver/support.ts';
import { type AppPageOptions, openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { runCli, startCli } from '../support/cli.ts';
import { unwrap } from '../support/engine.ts';
import { judge } from '../support/signing.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** Deliveries and bursts in the built app: through its page in a real Chromium, and through the command line. */

const RETRIED = 'rookone-eigentic/message.received';

describe('on the screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function openForge(
    handler: Handler,
    options: AppPageOptions = {},
  ): Promise<{ page: Page; host: RunningWebHost }> {
    const host = await startWebHost();
    onTestFinished(async () => {
      await host.stop();
    });
    await host.call('settings.update', { patch: { send: { target: handler.url } } });
    const secret = { endpointId: 'catch-all', label: 'RookOne', scheme: 'rookone-eigentic', value: SECRET };
    unwrap(await host.call('secrets.add', secret));
    const page = await openApp(browser, host.url, options);
    await forge(page);
    return { page, host };
  }

  async function forge(page: Page): Promise<void> {
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: /^Forge/ })
      .click();
    await page.getByRole('option').filter({ hasText: 'message.received' }).first().click();
    await page.getByRole('button', { name: 'Deliver like RookOne / Eigentic…' }).click();
  }

  const panelOf = (page: Page) => page.getByRole('region', { name: 'Deliver like the provider' });

  it('shows the provider’s policy, delivers by it, and opens each attempt', async () => {
    const handler = await startHandler(status(500), status(500, 'out of order'), status(200));
    const { page } = await openForge(handler);
    const panel = panelOf(page);
    await panel.getByText('At once, after 1 s, after 2 s.').waitFor();
    expect(await panel.getByLabel('Deadline (s)').inputValue()).toBe('5');
    await panel.getByText('100×', { exact: true }).click();
    await panel.getByText('the deadline of 5 s is never compressed').waitFor();
    await panel.getByRole('button', { name: 'Deliver', exact: true }).click();
    await panel.getByText('Delivered: 200 is a success.').waitFor();
    await panel.getByText('waits 100× faster').waitFor();
    expect(handler.requests).toHaveLength(3);
    for (const request of handler.requests) {
      expect(judge('rookone-eigentic', request, [SECRET], Date.now()).status).toBe('verified');
    }
    await panel.getByRole('button', { name: /Attempt 2/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Attempt 2' });
    await dialog.getByRole('region', { name: 'Reply' }).getByText('out of order').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes an edited policy, says what is wrong with one, and goes back to the provider’s', async () => {
    const handler = await startHandler(status(400));
    const { page } = await openForge(handler);
    const panel = panelOf(page);
    const deliver = panel.getByRole('button', { name: 'Deliver', exact: true });
    await panel.getByLabel('Attempts', { exact: true }).fill('1.5');
    await panel.getByText('A whole number from 1 to 100').waitFor();
    expect(await deliver.isDisabled()).toBe(true);
    await panel.getByLabel('Attempts', { exact: true }).fill('2');
    await panel.getByLabel('Waits between attempts (s)').fill('0');
    await panel.getByLabel('Sends again after').fill('4xx');
    await panel.getByLabel('Custom headers').fill('X-Tenant: 42');
    await panel.getByText('At once, again at once.').waitFor();
    // By the keyboard, from wherever the focus is in the panel.
    await page.keyboard.press('Control+Enter');
    await panel.getByText('Given up: 400, and 2 attempts are all there are.').waitFor();
    expect(handler.requests.map(({ headers }) => headers.find(([name]) => name === 'X-Tenant')?.[1])).toEqual([
      '42',
      '42',
    ]);
    await panel.getByRole('button', { name: 'Reset' }).click();
    expect(await panel.getByLabel('Attempts', { exact: true }).inputValue()).toBe('3');
  });

  it('goes on while the page is loaded again, and is cancelled from the new one', async () => {
    const handler = await startHandler(status(500));
    const { page } = await openForge(handler);
    await panelOf(page).getByLabel('Waits between attempts (s)').fill('3600');
    await panelOf(page).getByRole('button', { name: 'Deliver', exact: true }).click();
    await panelOf(page)
      .getByText(/attempt 2 of 3 in/)
      .waitFor();
    await page.reload();
    await forge(page);
    const panel = panelOf(page);
    await panel.getByText(/attempt 2 of 3 in/).waitFor();
    await panel.getByText('It goes on when this page is closed, and ends with Hookproof.').waitFor();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('Cancelled.').waitFor();
    expect(handler.requests).toHaveLength(1);
  });

  it('leaves the editor above it as it is, coming and going', async () => {
    const { page } = await openForge(await startHandler(status(200)));
    const body = page.getByRole('textbox', { name: 'Body to send' });
    await body.waitFor();
    await body.evaluate((node) => node.setAttribute('data-seen', 'yes'));
    await panelOf(page).getByRole('button', { name: 'Close' }).click();
    await panelOf(page).waitFor({ state: 'detached' });
    expect(await body.getAttribute('data-seen')).toBe('yes');
  });

  it('sends a burst, measures it, and opens its failures', async () => {
    const handler = await startHandler(status(500, 'first one fails'), status(200));
    const { page } = await openForge(handler);
    const panel = panelOf(page);
    await panel.getByText('Burst', { exact: true }).click();
    await panel.getByLabel('Requests', { exact: true }).fill('250');
    await panel.getByLabel('At a time').fill('25');
    await panel.getByRole('button', { name: 'Send burst' }).click();
    await panel.getByText('Done', { exact: true }).waitFor();
    await panel.getByText(/250 of 250 requests, 25 at a time/).waitFor();
    expect(await panel.getByRole('list', { name: 'Outcomes' }).textContent()).toBe('2002495001');
    expect(await panel.getByRole('columnheader').allInnerTexts()).toEqual(['p50', 'p90', 'p95', 'p99', 'max']);
    expect(handler.requests).toHaveLength(250);
    expect(new Set(handler.requests.map(({ body }) => new TextDecoder().decode(body))).size).toBe(250);
    await panel.getByRole('button', { name: 'Failure 1' }).click();
    await page.getByRole('dialog').getByText('first one fails').waitFor();
  });

  it('cancels a burst', async () => {
    const handler = await startHandler(hang);
    const { page } = await openForge(handler);
    const panel = panelOf(page);
    // Longer than this test: no deadline may make room for an eleventh request.
    await panel.getByLabel('Deadline (s)').fill('300');
    await panel.getByText('Burst', { exact: true }).click();
    await panel.getByRole('button', { name: 'Send burst' }).click();
    await handler.received(10);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('Cancelled', { exact: true }).waitFor();
    expect(handler.requests).toHaveLength(10);
  });

  it.each([
    ['light', 1024],
    ['dark', 1680],
  ] as const)('has nothing that axe objects to: %s, %i pixels wide', async (theme, width) => {
    const { page } = await openForge(await startHandler(status(500)), { theme, width });
    const panel = panelOf(page);
    const found = async () => {
      const { violations } = await new AxeBuilder({ page }).include('.deliver').analyze();
      return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    };
    await panel.getByLabel('Attempts', { exact: true }).fill('none');
    expect(await found()).toEqual([]);
    await panel.getByRole('button', { name: 'Reset' }).click();
    await panel.getByText('100×', { exact: true }).click();
    await panel.getByRole('button', { name: 'Deliver', exact: true }).click();
    await panel.getByText(/^Given up/).waitFor();
    expect(await found()).toEqual([]);
    await panel.getByText('Burst', { exact: true }).click();
    await panel.getByRole('button', { name: 'Send burst' }).click();
    await panel.getByText('Done', { exact: true }).waitFor();
    expect(await found()).toEqual([]);
  });
});

describe('hookproof deliver', () => {
  async function deliver(handler: Handler, ...args: string[]) {
    const secretFile = join(await tempDir(), 'secret');
    await writeFile(secretFile, SECRET);
    return runCli(['deliver', '--to', handler.url, '--secret-file', secretFile, ...args]);
  }
  const lines = (stdout: Buffer): unknown[] =>
    stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('writes the timeline, and ends with 0 when it was delivered', async () => {
    const handler = await startHandler(status(500), status(500), status(200));
    const { code, stdout } = await deliver(handler, '--template', RETRIED, '--speed', '100');
    expect(code).toBe(0);
    const text = stdout.toString();
    expect(text).toContain(
      'like rookone-eigentic: at once, after 1 s, after 2 s; 5 s for a reply, waits 100 times faster',
    );
    expect(text).toMatch(/1\. 500 .*\n {5}waits 1 s, as 10 ms\n {2}2\. 500 .*\n {5}waits 2 s, as 20 ms\n {2}3\. 200/);
    expect(text).toMatch(/Delivered: 200 is a success\.\n$/);
    for (const request of handler.requests) {
      expect(judge('rookone-eigentic', request, [SECRET], Date.now()).status).toBe('verified');
    }
  });

  it('ends with 1 when it was given up, and says so in NDJSON', async () => {
    const handler = await startHandler(status(422));
    const { code, stdout } = await deliver(handler, '--template', RETRIED, '--json');
    expect(code).toBe(1);
    expect(lines(stdout)).toMatchObject([
      { event: 'attempt', number: 1, status: 422 },
      { event: 'ended', outcome: 'given-up', why: '422 is not followed by another attempt', attempts: 1 },
    ]);
  });

  it('takes a raw request, and a policy of another provider or of a file', async () => {
    const dir = await tempDir();
    const request = join(dir, 'request');
    await writeFile(request, 'POST /own?a=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}');
    const file = join(dir, 'policy.json');
    await writeFile(file, JSON.stringify({ attempts: 2, waits: { kind: 'list', seconds: [0] } }));
    const handler = await startHandler(status(500));
    const { origin } = new URL(handler.url);
    const run = (...args: string[]) => runCli(['deliver', '--to', origin, '--request', request, ...args, '--json']);
    expect(lines((await run('--policy', file)).stdout)).toMatchObject([{ number: 1 }, { number: 2 }, { attempts: 2 }]);
    expect(handler.requests.map(({ target }) => target)).toEqual(['/own?a=1', '/own?a=1']);
    const like = await run('--policy', 'rookone-eigentic', '--speed', '100');
    expect(lines(like.stdout).at(-1)).toMatchObject({ event: 'ended', outcome: 'given-up', attempts: 3 });
    await writeFile(file, JSON.stringify({ attempts: 0 }));
    const wrong = await run('--policy', file);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('attempts');
  });

  it('measures a burst', async () => {
    const handler = await startHandler(status(200));
    const { code, stdout } = await deliver(
      handler,
      '--template',
      RETRIED,
      '--burst',
      '200',
      '--concurrency',
      '20',
      '--json',
    );
    expect(code).toBe(0);
    expect(lines(stdout)).toMatchObject([{ state: 'done', done: 200, counts: [{ what: 200, count: 200 }] }]);
    expect(handler.requests).toHaveLength(200);
    const failing = await deliver(await startHandler(status(500)), '--template', RETRIED, '--burst', '5');
    expect(failing.code).toBe(1);
    expect(failing.stdout.toString()).toContain('5 of 5 sent, 10 at a time: 5 × 500');
  });

  it('asks before it sends elsewhere, and refuses wrong usage', async () => {
    const elsewhere = await runCli(['deliver', '--to', 'http://192.0.2.1/', '--template', RETRIED]);
    expect(elsewhere).toMatchObject({ code: 1, stdout: Buffer.alloc(0) });
    expect(elsewhere.stderr).toContain('is not this machine');
    for (const args of [
      [],
      ['--template', 'none/such'],
      ['--template', RETRIED, '--speed', '3'],
      ['--template', RETRIED, '--burst', '10001'],
    ]) {
      expect((await runCli(['deliver', '--to', 'http://127.0.0.1:1/', ...args])).code).toBe(2);
    }
  });

  it('ends at once, and with 1, when it is stopped', async () => {
    const handler = await startHandler(status(500));
    const policy = join(await tempDir(), 'policy.json');
    await writeFile(policy, JSON.stringify({ waits: { kind: 'list', seconds: [3600] } }));
    const run = startCli(['deliver', '--to', handler.url, '--template', RETRIED, '--policy', policy, '--json']);
    expect(await run.line()).toMatchObject({ event: 'attempt', status: 500 });
    expect(await run.line()).toMatchObject({ event: 'waiting', waitMs: 3_600_000 });
    const { code, rest } = await run.stop();
    expect(rest).toMatchObject([{ event: 'ended', outcome: 'cancelled' }]);
    expect(code).toBe(1);
  });
});
