import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTarget } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** The audit on the screen: a real engine in a real Chromium, and handlers that are right or wrong in a known way. */

const SECRET = 'octo-shared-secret-1a2b3c';

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
  const added = await host.call('secrets.add', {
    endpointId: 'catch-all',
    label: 'GitHub webhook',
    scheme: 'github',
    value: SECRET,
  });
  if (!added.ok) throw new Error('the secret was not added');
});

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

/** The bytes whose signature a handler compares with the received one. */
type SignedBytes = (raw: Buffer) => Buffer | string;

/** What the provider's documentation says. */
const asReceived: SignedBytes = (raw) => raw;
/** The commonest fault: the body is parsed by a framework, and what is verified is written anew from it. */
const writtenAnew: SignedBytes = (raw) => JSON.stringify(JSON.parse(raw.toString()));

function isSigned(received: string, content: Buffer | string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(content).digest('hex')}`);
  const given = Buffer.from(received);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

interface Handler {
  readonly url: string;
  /** May be changed between two audits, as its developer would. */
  signedBytes: SignedBytes;
  /** Answers in place of the usual reply. */
  answer: ((request: IncomingMessage, response: ServerResponse, isRight: boolean) => void) | null;
  /** Requests from this one on (counted from 1) get no reply until `release`. */
  holdFrom: number;
  release(): void;
  readonly count: number;
}

async function startHandler(signedBytes: SignedBytes): Promise<Handler> {
  let count = 0;
  let held: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const number = ++count;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (number >= handler.holdFrom) await new Promise<void>((resolve) => held.push(resolve));
    const isRight = verified(Buffer.concat(chunks), String(request.headers['x-hub-signature-256'] ?? ''));
    if (handler.answer !== null) handler.answer(request, response, isRight);
    else response.writeHead(isRight ? 200 : 401).end(isRight ? '{"received":true}' : '{"error":"bad signature"}');
  });
  function verified(raw: Buffer, received: string): boolean {
    try {
      return isSigned(received, handler.signedBytes(raw));
    } catch (error) {
      // What a framework answers to a body that is no JSON: not accepted.
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is no string.
  const { port } = server.address() as AddressInfo;
  const handler: Handler = {
    url: `http://127.0.0.1:${port}/webhooks/github`,
    signedBytes,
    answer: null,
    holdFrom: Number.POSITIVE_INFINITY,
    release() {
      handler.holdFrom = Number.POSITIVE_INFINITY;
      for (const resolve of held) resolve();
      held = [];
    },
    get count() {
      return count;
    },
  };
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return handler;
}

async function openAudit(options: Parameters<typeof openApp>[2] = {}): Promise<Page> {
  const page = await openApp(browser, host.url, options);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('5');
  await page.getByRole('main', { name: 'Audit' }).waitFor();
  return page;
}

async function choose(page: Page, label: string, search: string, option: RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click();
  await page.getByRole('combobox', { name: `Search: ${label}` }).fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

async function fill(page: Page, url: string): Promise<void> {
  await choose(page, 'Scheme', 'github', /^GitHub/);
  await page.getByLabel('Target URL').fill(url);
}

const start = (page: Page): Locator => page.getByRole('button', { name: /^Audit Ctrl/ });
const result = (page: Page): Locator => page.getByRole('region', { name: 'Result of the audit' });
const summary = (page: Page): Locator => result(page).getByText(/; took /);
const again = (page: Page): Locator => page.getByRole('button', { name: 'Run again' });

async function run(page: Page): Promise<string> {
  await start(page).click();
  await summary(page).waitFor();
  return (await summary(page).textContent()) ?? '';
}

describe('the audit of a correct handler', () => {
  it('has no findings, and tells the weaknesses of the scheme apart from them', async () => {
    const handler = await startHandler(asReceived);
    const page = await openAudit();
    await page.getByRole('heading', { name: 'Does your handler refuse what it should?' }).waitFor();
    await fill(page, handler.url);
    await page.getByText(`Sends about 60 requests to ${handler.url}`).waitFor();
    expect(await run(page)).toMatch(/^No findings, \d+ passed, \d+ not applicable; took /);
    expect(handler.count).toBeGreaterThan(20);
    await page.getByText('Every question that applies was answered as it should be.').waitFor();
    const weaknesses = page.getByRole('region', { name: 'Of the scheme itself' });
    await weaknesses.getByText('No timestamp is signed').waitFor();
    // Passes and what does not apply are folded, and tell their reasons.
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('region', { name: 'Passed' }).getByText('rejects-wrong-secret').waitFor();
    await page.getByRole('button', { name: /^Not applicable \(/ }).click();
    const unasked = page.getByRole('region', { name: 'Not applicable' });
    await unasked
      .getByRole('listitem')
      .filter({ hasText: 'rejects-stale-timestamp' })
      .getByText(/timestamp/i)
      .first()
      .waitFor();
  });

  it('shows what was sent for a pass as well', async () => {
    const handler = await startHandler(asReceived);
    const page = await openAudit();
    await fill(page, handler.url);
    await run(page);
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('button', { name: /Refuses a delivery without a signature/ }).click();
    await page
      .getByRole('list', { name: /without a signature: what was sent/ })
      .getByRole('button')
      .first()
      .click();
    const exchange = page.getByRole('region', { name: /^Refuses a delivery without a signature: / });
    await exchange.getByRole('region', { name: 'Reply' }).getByText('"bad signature"').waitFor();
    await exchange.getByRole('button', { name: 'Open as draft' }).press('Escape');
    await exchange.waitFor({ state: 'detached' });
  });
});

describe('the audit of a handler that verifies parsed JSON', () => {
  it('has the one finding, with what was sent, what came back, and the request as a draft and as curl', async () => {
    const handler = await startHandler(writtenAnew);
    const page = await openAudit();
    await fill(page, handler.url);
    expect(await run(page)).toMatch(/^1 finding, /);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByText('rejects-reserialised-body').waitFor();
    await findings.getByText(/What to change/).waitFor();
    await findings.getByText(/express\.raw/).waitFor();

    const [first] = await findings
      .getByRole('list', { name: /what was sent/ })
      .getByRole('button')
      .all();
    if (first === undefined) throw new Error('the finding has no exchange');
    await first.click();
    const exchange = page.getByRole('region', { name: /^Refuses the same JSON written in another way: / });
    await exchange.getByRole('region', { name: 'Reply' }).getByText('"received"').waitFor();
    const request = exchange.getByRole('region', { name: 'Request' });
    await request.getByText(/\d+ headers/).click();
    await request.getByRole('rowheader', { name: /X-Hub-Signature-256/i }).waitFor();

    await exchange.getByRole('button', { name: /^Copy as curl/ }).click();
    const curl = () => page.evaluate(() => navigator.clipboard.readText());
    await soon(curl).toContain(handler.url);
    expect(await curl()).toContain('X-Hub-Signature-256: sha256=');
    expect(await curl()).not.toContain(SECRET);

    const before = handler.count;
    await exchange.getByRole('button', { name: 'Open as draft' }).click();
    await page.getByRole('textbox', { name: 'Body to send' }).waitFor();
    await page.getByRole('button', { name: /^Send / }).click();
    await soon(() => handler.count).toBe(before + 1);
    const draft = page.getByRole('region', { name: 'Request of the audit' });
    await draft.getByRole('region', { name: 'Reply' }).getByText('"received"').waitFor();
    // The report is as it was left, and the focus where it came from.
    await page.getByRole('button', { name: 'Back to the report' }).click();
    await exchange.waitFor();
    expect(await first.evaluate((node) => node === document.activeElement)).toBe(true);
    await exchange.getByRole('button', { name: 'Close the exchange' }).click();
    await exchange.waitFor({ state: 'detached' });
    expect(await first.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('says that it is fixed when it is, and what is new when something broke', async () => {
    const handler = await startHandler(writtenAnew);
    const page = await openAudit();
    await fill(page, handler.url);
    await run(page);
    handler.signedBytes = asReceived;
    await again(page).click();
    await summary(page)
      .filter({ hasText: /^No findings/ })
      .waitFor();
    await page.getByText(/^Since the run at [\d:]+: 1 fixed\.$/).waitFor();
    await page.getByText('Fixed: Refuses the same JSON written in another way.').waitFor();
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('button', { name: /same JSON written in another way fixed/ }).waitFor();

    handler.signedBytes = writtenAnew;
    await again(page).click();
    await page.getByText(/^Since the run at [\d:]+: 1 new\.$/).waitFor();
    await page
      .getByRole('region', { name: 'Findings' })
      .getByRole('button', { name: /another way new/ })
      .waitFor();
  });

  it('is saved as a page, as JSON and as JUnit, without the secret', async () => {
    const handler = await startHandler(writtenAnew);
    const page = await openAudit();
    await fill(page, handler.url);
    await run(page);
    const texts: string[] = [];
    for (const format of ['HTML', 'JSON', 'JUnit']) {
      await page.getByRole('button', { name: 'Save report' }).click();
      const downloading = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: format }).click();
      const download = await downloading;
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
      texts.push(Buffer.concat(chunks).toString());
      expect(download.suggestedFilename()).toMatch(/^audit-github-[\d-]+\.(html|json|junit\.xml)$/);
    }
    const [html = '', json = '', junit = ''] = texts;
    expect(html).toContain('<!doctype html>');
    expect(html).not.toContain('<script');
    expect(JSON.parse(json)).toMatchObject({ target: handler.url, scheme: 'github', findings: 1 });
    expect(junit).toContain('failures="1"');
    expect(texts.join()).not.toContain(SECRET);
  });
});

describe('an audit under way', () => {
  it('shows each check as it is done, and keeps what is done when it is cancelled', async () => {
    const handler = await startHandler(asReceived);
    handler.holdFrom = 12;
    const page = await openAudit();
    await fill(page, handler.url);
    await start(page).click();
    const done = page.getByRole('list', { name: 'Checks that are done' });
    await done.getByText('rejects-unsigned').waitFor();
    await page.getByText(/^\d+ of 32 checks, 11 requests sent$/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^Cancelled: \d+ of 32 checks were done\.$/).waitFor();
    handler.release();
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('region', { name: 'Passed' }).getByText('rejects-unsigned').waitFor();
    const count = handler.count;
    await again(page).click();
    await summary(page)
      .filter({ hasText: /^No findings, 2\d passed/ })
      .waitFor();
    expect(handler.count).toBeGreaterThan(count + 20);
  });
});

describe('an audit that cannot be', () => {
  it('says in one message that nobody answers at the target', async () => {
    const target = await startTarget();
    await target.close();
    const page = await openAudit();
    await fill(page, target.url);
    await start(page).click();
    await result(page)
      .getByText(/^Nothing is listening at/)
      .waitFor();
    expect(await page.getByText('Finding', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await result(page)
      .getByText(/^Nothing is listening at/)
      .waitFor();
  });

  it('asks before it sends to another machine, and sends nothing when the answer is no', async () => {
    const page = await openAudit();
    // RFC 5737: an address that nobody has.
    await fill(page, 'http://192.0.2.1:8080/hook');
    await start(page).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('http://192.0.2.1:8080').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Does your handler refuse what it should?' }).waitFor();
  });

  it('lacks a secret, which is added where they are kept', async () => {
    const handler = await startHandler(asReceived);
    const page = await openAudit();
    await choose(page, 'Scheme', 'stripe', /^Stripe/);
    await page.getByLabel('Target URL').fill(handler.url);
    await page.getByText('There is no secret to sign with.').waitFor();
    expect(await start(page).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Add secret' }).click();
    await page.getByRole('dialog', { name: 'Endpoints' }).waitFor();
    await page.keyboard.press('Escape');
    await host.call('secrets.add', {
      endpointId: 'catch-all',
      label: 'Stripe test mode',
      scheme: 'stripe',
      value: 'whsec_5f1c0e6e0f2b4b0f9f3c7d1e',
    });
    await soon(() => start(page).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Edit secrets' }).click();
    await page.getByRole('dialog', { name: 'Endpoints' }).waitFor();
  });

  it('says of fields what is wrong with them', async () => {
    const page = await openAudit();
    await fill(page, 'example.com/hook');
    await page.getByText('Not an http or https URL').waitFor();
    await page.getByLabel('Replies within').fill('soon');
    await page.getByText('Seconds, more than 0 and at most 300').waitFor();
    expect(await start(page).isDisabled()).toBe(true);
  });
});

describe('an audit begins', () => {
  it('with a capture, its scheme and the secret of its endpoint', async () => {
    const handler = await startHandler(asReceived);
    await host.call('settings.update', { patch: { send: { target: handler.url } } });
    const body = '{"zen":"Speak like a human.","hook_id":1}';
    await fetch(`${host.captureUrl}/gh`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'ping',
        'X-GitHub-Delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      },
    });
    const page = await openApp(browser, host.url);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Audit with this request' }).click();
    await page.getByRole('main', { name: 'Audit' }).waitFor();
    expect(await page.getByLabel('Target URL').inputValue()).toBe(handler.url);
    await page.getByRole('button', { name: /Capture 1: POST \/gh.*Request to start from/ }).waitFor();
    expect(await run(page)).toMatch(/^No findings, /);
  });

  it('with a forged request, its target and its secret', async () => {
    const handler = await startHandler(asReceived);
    const page = await openApp(browser, host.url);
    await page.keyboard.press('2');
    await page.getByRole('option').filter({ hasText: 'pull_request' }).first().click();
    await page.getByLabel('Target URL').fill(handler.url);
    await page.getByRole('button', { name: 'Audit the handler' }).click();
    await page.getByRole('main', { name: 'Audit' }).waitFor();
    expect(await page.getByLabel('Target URL').inputValue()).toBe(handler.url);
    await page.getByRole('button', { name: /ull request.*Request to start from/ }).waitFor();
    await page.getByLabel('Target URL').press('Control+Enter');
    await summary(page)
      .filter({ hasText: /^No findings/ })
      .waitFor();
  });
});

describe('what a handler answers', () => {
  it('is shown as text, whatever it holds, and as much of it as the report has', async () => {
    const handler = await startHandler(asReceived);
    const large = `<script>alert(1)</script>${'\u202egnol '.repeat(60_000)}`;
    handler.answer = (_, response, isRight) =>
      response
        .writeHead(isRight ? 200 : 401, { 'Content-Type': 'text/html', 'X-Note': '<img src=x onerror=alert(1)>' })
        .end(large);
    const page = await openAudit();
    await fill(page, handler.url);
    expect(await run(page)).toMatch(/^No findings, /);
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('button', { name: /Refuses a delivery without a signature/ }).click();
    await page
      .getByRole('list', { name: /without a signature: what was sent/ })
      .getByRole('button')
      .first()
      .click();
    const reply = page.getByRole('region', { name: 'Reply', exact: true });
    await reply.getByText(/^The report has the first 64 KiB of /).waitFor();
    await reply.getByText('<script>alert(1)</script>').first().waitFor();
    await reply.getByText(/\d+ headers/).click();
    await reply.getByText('<img src=x onerror=alert(1)>').waitFor();
  });
});

describe.each(['light', 'dark'] as const)('the audit view, %s', (theme) => {
  it('has nothing that axe objects to, and fits the smallest window', async () => {
    const handler = await startHandler(writtenAnew);
    const page = await openAudit({ theme, width: 1024, height: 700 });
    const violations: string[] = [];
    const look = async (what: string): Promise<void> => {
      const found = await new AxeBuilder({ page }).analyze();
      violations.push(...found.violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html ?? ''}`));
      const overflow = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main === null ? 0 : main.scrollWidth - main.clientWidth;
      });
      if (overflow !== 0) violations.push(`${what}: ${overflow} px too wide`);
    };
    await look('nothing audited');
    await fill(page, handler.url);
    await look('fields');
    await run(page);
    await page.getByRole('button', { name: /^Passed \(/ }).click();
    await page.getByRole('button', { name: /^Not applicable \(/ }).click();
    await look('report');
    await page
      .getByRole('list', { name: /what was sent/ })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('region', { name: 'Reply', exact: true }).getByText('"received"').waitFor();
    await look('exchange');
    await page.getByRole('button', { name: 'Open as draft' }).click();
    await page.getByRole('textbox', { name: 'Body to send' }).waitFor();
    await look('draft');
    expect(violations).toEqual([]);
  });
});
