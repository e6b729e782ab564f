import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint } from '../../src/core/endpoint.ts';
import { anyRequest, type ReplySettings } from '../../src/core/reply/reply-settings.ts';
import { type AppPageOptions, openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { unwrap } from '../support/store-helpers.ts';
import { startTarget } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** How requests are answered, chosen on the screen and seen by real senders; forwards to real targets, and what waits for them. */

let browser: Browser;
let host: RunningWebHost;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  host = await startWebHost();
});
afterEach(async () => {
  // Pages first: what they ask a host that is gone would fail.
  await Promise.all(browser.contexts().map((context) => context.close()));
  await host.stop();
});

const open = (options: AppPageOptions = {}): Promise<Page> => openApp(browser, host.url, options);

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const type = { 'Content-Type': 'application/json' };
  return fetch(host.captureUrl + path, { method: 'POST', body, headers: { ...type, ...headers } });
}

async function catchAll(): Promise<Endpoint> {
  const { endpoints } = await host.call('app.state', null);
  const found = endpoints.find(({ id }) => id === CATCH_ALL_ENDPOINT_ID);
  if (found === undefined) throw new Error('the catch-all is missing');
  return found;
}

async function setReplying(part: Partial<ReplySettings>): Promise<void> {
  const { id, replying } = await catchAll();
  unwrap(await host.call('endpoints.update', { id, replying: { ...replying, ...part } }));
}

async function openStep(page: Page, name: string) {
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Endpoints' });
  await dialog.getByRole('tab', { name: 'Replies' }).click();
  await dialog.getByRole('tab', { name }).click();
  return dialog;
}

const row = (page: Page, id: number) => page.locator(`[data-id="${id}"]`);

describe('a rule', () => {
  it('made in the form answers a real request, is tried on the selected capture, and counts', async () => {
    await post('/orders/1', '{"order":{"id":"o-1"}}');
    const page = await open();
    await row(page, 1).click();
    const dialog = await openStep(page, 'Rules');
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('Orders are down');
    await dialog.getByLabel('Path', { exact: true }).fill('orders');
    await dialog.getByText('A path begins with /').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save rule' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Path', { exact: true }).fill('/orders/1');
    await dialog.getByLabel('Status').fill('503');
    await dialog.getByLabel('Headers').fill('Content-Type: application/json\nRetry-After: 7');
    await dialog.getByLabel('Body', { exact: true }).fill('{"id":""}');
    await dialog.getByLabel('Body', { exact: true }).press('ArrowLeft');
    await dialog.getByLabel('Body', { exact: true }).press('ArrowLeft');
    await dialog.getByRole('button', { name: 'Insert a value' }).click();
    await page.getByRole('menuitem', { name: /A value of the JSON body/ }).click();
    expect(await dialog.getByLabel('Body', { exact: true }).inputValue()).toBe('{"id":"{{json.id}}"}');
    await dialog.getByText('json.id', { exact: true }).waitFor();
    await dialog.getByLabel('Body', { exact: true }).fill('{"id":"{{json.order.id}}"}');
    const tryOut = dialog.getByRole('region', { name: 'Try-out' });
    await tryOut.getByText('this one: 503').waitFor();
    await tryOut.getByText('{"id":"o-1"}').waitFor();
    await dialog.getByRole('button', { name: 'Save rule' }).click();
    await dialog.getByText('not matched yet').waitFor();

    const reply = await post('/orders/1', '{"order":{"id":"o-2"}}');
    expect([reply.status, reply.headers.get('retry-after'), await reply.text()]).toEqual([503, '7', '{"id":"o-2"}']);
    expect((await post('/orders/2', '{}')).status).toBe(200);
    await dialog.getByText('matched once').waitFor();
    await dialog.getByRole('region', { name: 'Try-out' }).getByText('“Orders are down”: 503').waitFor();

    await page.keyboard.press('Escape');
    await row(page, 2).click();
    await page.getByRole('tab', { name: 'Reply', exact: true }).click();
    await page.getByText('Rule: Orders are down').waitFor();
    await row(page, 2).getByText('Orders are down').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Edit rules' }).click();
    await dialog.getByRole('button', { name: /^Edit Orders are down/ }).waitFor();
  });

  it('is moved by keyboard with the focus on it, switched off and deleted', async () => {
    const action = { kind: 'reset', delayMs: 0 } as const;
    const rules = ['one', 'two', 'three'].map((name) => ({ id: name, name, isOn: true, when: anyRequest, action }));
    await setReplying({ rules });
    const page = await open();
    const dialog = await openStep(page, 'Rules');
    const down = dialog.getByRole('button', { name: 'Move one down' });
    await down.focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('“one” is now rule 2 of 3').waitFor({ state: 'attached' });
    await expect.poll(() => down.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.getByText('“one” is now rule 3 of 3').waitFor({ state: 'attached' });
    const up = dialog.getByRole('button', { name: 'Move one up' });
    await expect.poll(() => up.evaluate((button) => button === document.activeElement)).toBe(true);
    expect((await catchAll()).replying.rules.map(({ id }) => id)).toEqual(['two', 'three', 'one']);

    await dialog.getByRole('switch', { name: 'two is on' }).press(' ');
    await expect.poll(async () => (await catchAll()).replying.rules.find(({ id }) => id === 'two')?.isOn).toBe(false);
    await dialog.getByRole('tab', { name: /Rules 2 on/ }).waitFor();
    await dialog.getByRole('button', { name: 'Delete three' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete rule' }).click();
    await expect.poll(async () => (await catchAll()).replying.rules.map(({ id }) => id)).toEqual(['two', 'one']);
    await expect(post('/x', '{}')).rejects.toThrow();
  });

  it('made from a ready-made one rejects what fails its signature', async () => {
    unwrap(
      await host.call('secrets.add', { endpointId: CATCH_ALL_ENDPOINT_ID, label: 'G', scheme: 'github', value: 's' }),
    );
    const page = await open();
    const dialog = await openStep(page, 'Rules');
    await dialog.getByRole('button', { name: 'Ready-made…' }).click();
    await page.getByRole('menuitem', { name: '401 when the signature fails' }).click();
    await dialog.getByRole('button', { name: 'Save rule' }).click();
    await dialog.getByText('not matched yet').waitFor();
    const send = (secret: string) => {
      const signature = createHmac('sha256', secret).update('{}').digest('hex');
      return post('/g', '{}', { 'X-GitHub-Event': 'ping', 'X-Hub-Signature-256': `sha256=${signature}` });
    };
    expect((await send('another')).status).toBe(401);
    expect((await send('s')).status).toBe(200);
    await dialog.getByText('matched once').waitFor();
  });
});

describe('a handshake', () => {
  const challenge =
    '{"token":"t","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}';

  it('of Slack is answered, says so in its row, and can be switched off', async () => {
    unwrap(await host.call('endpoints.update', { id: CATCH_ALL_ENDPOINT_ID, scheme: 'slack' }));
    const page = await open();
    const reply = await post('/slack', challenge, { 'X-Slack-Request-Timestamp': '1', 'X-Slack-Signature': 'v0=00' });
    expect(await reply.text()).toContain('3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P');
    await row(page, 1).getByText('Slack URL verification').waitFor({ state: 'attached' });
    await row(page, 1).click();
    await page.getByRole('tab', { name: 'Reply', exact: true }).click();
    await page.getByText(/^Handshake: Slack URL verification/).waitFor();
    await page.getByRole('button', { name: 'Edit handshakes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    await dialog.getByText(/providers’ handshakes are known/).click();
    await dialog.getByText('Slack', { exact: true }).waitFor();
    await dialog.getByText('Answer handshakes').click();
    await dialog.getByRole('tab', { name: /Handshakes off/ }).waitFor();
    expect(await (await post('/slack', challenge)).text()).not.toContain(
      '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    );
  });

  it('of Meta is checked against a verify token that is never shown by itself', async () => {
    const page = await open();
    const dialog = await openStep(page, 'Handshakes');
    await dialog.getByRole('button', { name: 'Add a verify token' }).click();
    await dialog.getByLabel('Verify token', { exact: true }).fill('my-own-verify-token');
    await dialog.getByRole('button', { name: 'Add token' }).click();
    await dialog.getByText('••••••••en').waitFor();
    expect(await page.content()).not.toContain('my-own-verify-token');
    const ask = (token: string) =>
      fetch(`${host.captureUrl}/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
    expect(await (await ask('my-own-verify-token')).text()).toBe('1158201444');
    expect((await ask('another')).status).toBe(403);
    await dialog.getByRole('button', { name: 'Reveal Verify token for 30 s' }).click();
    await dialog.getByText('my-own-verify-token').waitFor();
  });

  it('of Amazon SNS waits for the user, and only for the provider’s hosts', async () => {
    const page = await open();
    const ask = (url: string) =>
      post('/sns', JSON.stringify({ Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url }), {
        'x-amz-sns-message-type': 'SubscriptionConfirmation',
      });
    await ask('https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t');
    await ask('https://sns.eu-central-1.amazonaws.com.evil.example/?Action=ConfirmSubscription&Token=t');
    await row(page, 1).click();
    await page.getByRole('button', { name: 'Confirm the subscription at sns.eu-central-1.amazonaws.com' }).waitFor();
    await row(page, 2).click();
    await page.getByText('sns.eu-central-1.amazonaws.com.evil.example').first().waitFor();
    expect(await page.getByRole('button', { name: /^Confirm the subscription/ }).count()).toBe(0);
  });
});

/** A target whose port is known before it listens. */
async function laterTarget() {
  const listen = (port: number): Promise<{ server: Server; port: number; bodies: string[] }> => {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200).end('taken');
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') throw new Error('no address');
        resolve({ server, port: address.port, bodies });
      });
    });
  };
  const first = await listen(0);
  await new Promise((resolve) => first.server.close(resolve));
  return {
    url: `http://127.0.0.1:${first.port}/hook`,
    async start() {
      const { server, bodies } = await listen(first.port);
      onTestFinished(
        () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      );
      return bodies;
    },
  };
}

describe('a forward', () => {
  it('set up on the screen passes the target’s reply through and shows both sides', async () => {
    const target = await startTarget({ status: 201, body: 'from the target' });
    const page = await open();
    const dialog = await openStep(page, 'Forward');
    await dialog.getByLabel('Forward to').fill(target.url);
    await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
    await dialog.getByLabel('Target 1', { exact: true }).waitFor();
    const reply = await post('/x', '{"a":1}');
    expect([reply.status, await reply.text()]).toEqual([201, 'from the target']);
    expect(target.requests.map(({ body }) => body.toString())).toEqual(['{"a":1}']);
    await page.keyboard.press('Escape');
    await row(page, 1).click();
    await page.getByRole('tab', { name: 'Reply', exact: true }).click();
    await page.getByText(/^Forwarded to http/).waitFor();
    await page.getByRole('button', { name: 'Both sides' }).click();
    await page.getByRole('region', { name: 'Reply', exact: true }).waitFor();
    await page.getByRole('radio', { name: 'Request' }).click();
    await page.getByRole('region', { name: 'Request', exact: true }).getByText('POST /hook').waitFor();
    expect(await page.getByRole('button', { name: /^Queue/ }).count()).toBe(0);
  });

  it('whose target is down gives the fallback, queues, and delivers when told to', async () => {
    const target = await laterTarget();
    const page = await open();
    const dialog = await openStep(page, 'Forward');
    await dialog.getByLabel('Forward to').fill(target.url);
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Target 1', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    expect([(await post('/a', '{"n":1}')).status, (await post('/b', '{"n":2}')).status]).toEqual([202, 202]);
    await page.getByRole('button', { name: 'Queue: 2 waiting' }).click();
    await page.getByText('2 deliveries wait').waitFor();
    await page.getByText(/^Catch-all \/ · Nothing is listening/).waitFor();
    await page.getByText('waiting, 1 before it').waitFor();

    await page.getByRole('button', { name: /^Open capture #1/ }).click();
    await page.getByRole('tab', { name: 'Reply', exact: true }).click();
    await page.getByRole('list', { name: 'Waiting in the queue' }).getByText('waiting, next try').waitFor();
    await page.getByRole('list', { name: 'Waiting in the queue' }).getByRole('button', { name: 'Queue' }).click();

    const bodies = await target.start();
    await page.getByRole('button', { name: 'Deliver all now' }).click();
    await page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
    expect(bodies).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('drops what waits, one and all, after a question', async () => {
    const target = await laterTarget();
    const fallback = { status: 202, headers: [], body: new Uint8Array(0) };
    const targets = [{ id: 't', url: target.url, eventTypes: [], isDefault: false }];
    await setReplying({ forward: { targets, timeoutMs: 2000, fallback, queue: true, queueServerErrors: false } });
    for (const path of ['/a', '/b', '/c']) await post(path, '{}');
    const page = await open();
    await page.keyboard.press('6');
    await page.getByRole('button', { name: 'Drop capture 2' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Drop delivery' }).click();
    await page.getByText('2 deliveries wait').waitFor();
    await page.getByRole('button', { name: /^Drop all that waits for/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Drop all' }).click();
    await page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
    expect((await host.call('captures.list', { filter: {}, before: null, limit: 10 })).rows).toHaveLength(3);
  });

  it('asks before requests go to another machine', async () => {
    const page = await open();
    const dialog = await openStep(page, 'Forward');
    await dialog.getByLabel('Forward to').fill('https://hooks.example.test/in');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').getByText('https://hooks.example.test').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('Not saved: the target was not confirmed').waitFor();
    expect((await catchAll()).replying.forward).toBeNull();
    await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send there' }).click();
    await dialog.getByLabel('Target 1', { exact: true }).waitFor();
    expect((await catchAll()).replying.forward?.targets.map(({ url }) => url)).toEqual([
      'https://hooks.example.test/in',
    ]);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it('has no serious accessibility violation', async () => {
    const target = await laterTarget();
    const action = {
      kind: 'reply',
      status: 503,
      headers: [],
      body: '{{json.id}}',
      delayMs: 0,
      bytesPerSecond: 9,
    } as const;
    const path = { how: 'equals', text: '/orders' } as const;
    const fallback = { status: 202, headers: [], body: new Uint8Array(0) };
    const targets = ['a', 'b'].map((id) => ({ id, url: target.url, eventTypes: [], isDefault: false }));
    await setReplying({
      rules: [
        { id: 'one', name: 'one', isOn: true, when: { ...anyRequest, path }, action },
        { id: 'two', name: 'two', isOn: false, when: anyRequest, action: { kind: 'reject-failed' } },
      ],
      forward: { targets, timeoutMs: 2000, fallback, queue: true, queueServerErrors: false },
    });
    await post('/orders', '{"id":"7"}');
    await post('/else', '{}');
    const page = await open({ theme });
    const violations: string[] = [];
    const look = async (view: string) => {
      // React Aria's hidden announcer speaks through an element that names a label, and empties itself seconds later.
      const { violations: found } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
      for (const { id, impact, nodes } of found) {
        if (impact === 'serious' || impact === 'critical') {
          violations.push(`${view}: ${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
        }
      }
    };
    await page.keyboard.press('6');
    await page.getByText('2 deliveries wait').waitFor();
    await look('queue');
    await page.keyboard.press('1');
    await row(page, 2).click();
    await page.getByRole('tab', { name: 'Reply', exact: true }).click();
    await page.getByRole('list', { name: 'Waiting in the queue' }).waitFor();
    await look('forwarded');
    await row(page, 1).click();
    const dialog = await openStep(page, 'Handshakes');
    await dialog.getByText(/providers’ handshakes are known/).click();
    await look('handshakes');
    for (const step of ['Forward', 'Default reply', 'Rules']) {
      await dialog.getByRole('tab', { name: step }).click();
      await look(step);
    }
    await dialog.getByRole('button', { name: /^Edit one/ }).click();
    await dialog.getByRole('region', { name: 'Try-out' }).waitFor();
    await look('rule');
    expect(violations).toEqual([]);
  });
});
