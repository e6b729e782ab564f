/**
 * Pictures of the running app with realistic captures, good and bad: `node scripts/screenshots.js` writes
 * docs/screenshot.png; with `--all DIR` also every main view in both themes and three sizes, to be looked at.
 */
import './run-on-node-24.js';
import { mkdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-if-stale.js';

const { bundlePrograms } = await import('../tests/support/bundle-programs.ts');
const { launchChromium } = await import('../tests/support/chromium.ts');
const { startWebHost } = await import('../tests/support/web-host.ts');

const root = fileURLToPath(new URL('..', import.meta.url));
const sizes = [
  [1024, 700],
  [1280, 800],
  [1680, 1050],
];

/** What each provider's secret looks like; all invented. */
const secrets = [
  ['github', 'GitHub webhook', 'octo-shared-secret-1a2b3c'],
  ['stripe', 'Stripe test mode', 'whsec_5f1c0e6e0f2b4b0f9f3c7d1e'],
  ['slack', 'Slack signing secret', '8f742231b10e8888abcd99yyyzzz85a5'],
  ['rookone-eigentic', 'RookOne', '3f8a2c51d07be49f6a1c8d2e5b7f90133f8a2c51d07be49f6a1c8d2e5b7f9013'],
  ['rex', 'Rex subscription', 'whsec_rex_plain_text_secret'],
  ['vorsto-x-signature', 'Vorsto API key', 'vk_live_0b9d1f7c2e'],
];

/** [template, change to what arrives]; oldest first. */
const story = [
  ['rookone-eigentic/message.received', 'none'],
  ['rex/contact.created', 'none'],
  ['github/ping', 'none'],
  ['slack/message', 'none'],
  ['vorsto-x-signature/message', 'none'],
  ['github/push', 'body reserialised'],
  ['stripe/payment_intent.succeeded', 'none'],
  ['shopify/orders/create', 'an unknown secret'],
  ['slack/app_mention', 'none'],
  ['twilio-form/incoming-message', 'an unknown secret'],
  ['rex/deal.updated', 'unsigned'],
  ['stripe/checkout.session.completed', 'another secret'],
  ['github/pull_request', 'none'],
];

async function main() {
  const { values } = parseArgs({ options: { all: { type: 'string' } } });
  await buildIfStale();
  process.once('exit', await bundlePrograms());
  const host = await startWebHost({ capturePort: 8787 });
  const target = await startTarget();
  const browser = await launchChromium();
  try {
    const shown = await fill(host, target.url);
    await picture(browser, host, {
      shown,
      scheme: 'dark',
      size: [1440, 900],
      file: join(root, 'docs', 'screenshot.png'),
    });
    if (values.all !== undefined) await pictures(browser, host, shown, values.all);
  } finally {
    await browser.close();
    await host.stop();
    target.close();
  }
}

/** Gives the captures that the pictures open. */
async function fill(host, targetUrl) {
  const { call } = host;
  await call('settings.update', { patch: { send: { target: `${targetUrl}/webhooks` } } });
  const added = new Map();
  for (const [scheme, label, value] of secrets) {
    added.set(scheme, await must(call('secrets.add', { endpointId: 'catch-all', label, scheme, value })));
  }
  // Senders that sign with what nobody here has stored.
  const forgotten = new Map();
  for (const scheme of ['stripe', 'shopify', 'twilio-form']) {
    const secret = { endpointId: 'catch-all', label: 'not ours', scheme, value: 'whsec_rotated_away_last_week' };
    forgotten.set(scheme, await must(call('secrets.add', secret)));
  }
  const templates = await call('templates.list', null);
  for (const [id, change] of story) {
    const template = templates.find((one) => one.id === id);
    if (template === undefined) throw new Error(`there is no template ${id}`);
    const draft = {
      method: template.method,
      url: `${host.captureUrl}/hooks/${template.scheme.split('-')[0]}`,
      headers: template.headers,
      body: new TextEncoder().encode(template.body),
      signing: null,
    };
    const secretId = (change.endsWith('secret') ? forgotten : added).get(template.scheme)?.id;
    const signed =
      secretId === undefined || change === 'unsigned'
        ? draft
        : await must(
            call('drafts.sign', {
              draft: { ...draft, signing: { scheme: template.scheme, secretId, signedUrl: null } },
            }),
          );
    const body = change === 'body reserialised' ? spaced(signed.body) : signed.body;
    await post(draft.url, signed.headers, body);
  }
  for (const { id } of forgotten.values()) await must(call('secrets.delete', { id }));
  await sendGarbage(new URL(host.captureUrl).port);

  const { rows } = await call('captures.list', { filter: {}, before: null, limit: 50 });
  const payment = rows.find((row) => row.eventType === 'payment_intent.succeeded') ?? rows[1];
  const signing = { scheme: 'stripe', secretId: added.get('stripe').id, signedUrl: null };
  await must(call('send.replay', { captureId: payment.id, url: `${targetUrl}/webhooks`, signing: null }));
  await must(call('send.replay', { captureId: payment.id, url: `${targetUrl}/webhooks`, signing }));
  const { id } = await must(call('collections.create', { name: 'Payments' }));
  for (const [name, row] of [
    ['Payment succeeded', payment],
    ['Pull request opened', rows.find((one) => one.eventType === 'pull_request') ?? rows[0]],
  ]) {
    const draft = await must(call('captures.draft', { id: row.id, target: `${targetUrl}/webhooks`, resign: true }));
    await must(call('collections.saveItem', { id, itemId: null, name, draft }));
  }
  return { verified: payment.id, failed: rows.find((one) => one.eventType === 'push').id };
}

/** The value of a `Result` that has to be one. */
async function must(result) {
  const outcome = await result;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

/** What a proxy that parses and prints JSON makes of a body. */
function spaced(body) {
  return new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 2));
}

function post(url, headers, body) {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const own = [['Host', host], ...headers, ['Content-Length', String(body.length)]];
    const sending = request(url, { method: 'POST', headers: own.flat() }, (reply) => reply.resume().on('end', resolve));
    sending.on('error', reject).end(body);
  });
}

/** A sender that speaks TLS to the plain port, as happens with a wrong URL. */
function sendGarbage(port) {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', resolve).on('close', resolve).resume();
    socket.end(Buffer.from('1603010200010001fc0303', 'hex'));
  });
}

/** The endpoint under development: accepts everything. */
async function startTarget() {
  const server = createServer((received, reply) => {
    received
      .resume()
      .on('end', () => reply.writeHead(200, { 'Content-Type': 'application/json' }).end('{"received":true}'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function open(browser, host, { scheme, size }) {
  const [width, height] = size;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(host.url);
  await page.getByRole('listbox', { name: /^Captures/ }).waitFor();
  return page;
}

const row = (page, id) => page.locator(`[data-id="${id}"]`);
const tab = (page, name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
const view = (page, name) =>
  page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();

/** The README's: the list, and why a signature failed. */
async function picture(browser, host, options) {
  const page = await open(browser, host, options);
  await row(page, options.shown.failed).click();
  await tab(page, 'Signature');
  await settle(page);
  await page.screenshot({ path: options.file });
  await page.context().close();
}

const views = [
  ['captures', async () => undefined],
  ['overview-verified', (page, shown) => row(page, shown.verified).click()],
  ['signature-verified', (page) => tab(page, 'Signature')],
  ['headers', (page) => tab(page, 'Headers')],
  ['body', (page) => tab(page, 'Body')],
  ['reply', (page) => tab(page, 'Reply')],
  ['attempts', (page) => tab(page, 'Attempts')],
  [
    'signature-failed',
    async (page, shown) => {
      await row(page, shown.failed).click();
      await tab(page, 'Signature');
    },
  ],
  [
    'forge',
    async (page) => {
      await view(page, 'Forge');
      await page.getByRole('option').filter({ hasText: 'pull_request' }).click();
    },
  ],
  [
    'collections',
    async (page) => {
      await view(page, 'Collections');
      await page.getByText('Payment succeeded').click();
    },
  ],
  ['settings', (page) => view(page, 'Settings')],
  ['palette', (page) => page.keyboard.press('Control+k')],
  [
    'secrets',
    async (page) => {
      await page.keyboard.press('Escape');
      await view(page, 'Captures');
      await page.getByRole('button', { name: /^Secrets/ }).click();
    },
  ],
];

async function pictures(browser, host, shown, folder) {
  mkdirSync(folder, { recursive: true });
  for (const scheme of ['light', 'dark']) {
    for (const size of sizes) {
      const page = await open(browser, host, { scheme, size });
      for (const [name, go] of views) {
        await go(page, shown);
        await settle(page);
        await page.screenshot({ path: join(folder, `${name}-${scheme}-${size.join('x')}.png`) });
      }
      await page.context().close();
    }
  }
}

/** Until two pictures in a row are the same: fonts, editor and rows have arrived. */
async function settle(page) {
  let before = Buffer.alloc(0);
  for (let tries = 0; tries < 20; tries++) {
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
    await page.waitForTimeout(150);
  }
}

await main();
