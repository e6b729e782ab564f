import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type AppPageOptions, openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** The frame, the list and the settings in a real Chromium against the built app with its real engine. */

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

const open = ({ on = host, ...look }: AppPageOptions & { readonly on?: RunningWebHost } = {}): Promise<Page> =>
  openApp(browser, on.url, { losesEngine: true, ...look });

function capture(path: string, body = '{}', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(host.captureUrl + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

function githubSignature(body: string, secret: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${signature}` };
}

const rows = (page: Page) => page.getByRole('option');
const row = (page: Page, text: string | RegExp) => rows(page).filter({ hasText: text });
const selected = (page: Page) => page.locator('[role="option"][aria-selected="true"]');

describe('the first screen', () => {
  it('says what to do, with a command that names the listener', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'Waiting for the first request' }).waitFor();
    const command = await page.getByRole('figure', { name: 'curl command' }).textContent();
    expect(command).toContain(`curl ${host.captureUrl}/`);
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByRole('dialog', { name: 'Endpoints' }).getByLabel('Secret', { exact: true }).waitFor();
  });

  it('gives way to the list as soon as a request arrives', async () => {
    const page = await open();
    await capture('/first');
    await row(page, '/first').waitFor();
    expect(await selected(page).textContent()).toContain('/first');
  });
});

describe('the list', () => {
  it('follows the newest until the user moves, and leads back to it', async () => {
    const page = await open();
    for (const path of ['/1', '/2', '/3']) await capture(path);
    await selected(page).filter({ hasText: '/3' }).waitFor();
    await page.keyboard.press('j');
    await selected(page).filter({ hasText: '/2' }).waitFor();
    for (let index = 4; index < 44; index++) await capture(`/${index}`);
    await page.getByRole('button', { name: /^Jump to newest · \d+ new$/ }).click();
    await selected(page).filter({ hasText: '/43' }).waitFor();
    await capture('/44');
    await selected(page).filter({ hasText: '/44' }).waitFor();
  });

  it('is moved through with the keyboard', async () => {
    for (const path of ['/1', '/2', '/3']) await capture(path);
    const page = await open();
    await rows(page).nth(2).waitFor();
    await page.keyboard.press('ArrowDown');
    await selected(page).filter({ hasText: '/2' }).waitFor();
    await page.keyboard.press('End');
    await selected(page).filter({ hasText: '/1' }).waitFor();
    await page.keyboard.press('k');
    await selected(page).filter({ hasText: '/2' }).waitFor();
    await page.keyboard.press('Home');
    await selected(page).filter({ hasText: '/3' }).waitFor();
  });

  it('says how many captures the filter hides, while new ones come', async () => {
    await capture('/keep/1');
    await capture('/drop/1');
    const page = await open();
    await rows(page).nth(1).waitFor();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('path:/keep');
    await page.getByText('1 of 2 captures · 1 hidden by the filter').waitFor();
    await capture('/drop/2');
    await page.getByText('1 of 3 captures · 2 hidden by the filter').waitFor();
    await capture('/keep/2');
    await page.getByText('2 of 4 captures · 2 hidden by the filter').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('4 captures', { exact: true }).waitFor();
  });

  it('finds text that only stands in a body, in rows that arrive as well', async () => {
    await capture('/a', '{"customer":"ada"}');
    await capture('/b', '{"customer":"bob"}');
    const page = await open();
    await rows(page).nth(1).waitFor();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('ada');
    await page.getByText('1 of 2 captures').waitFor();
    await capture('/c', '{"customer":"ada"}');
    await row(page, '/c').waitFor();
    expect(await rows(page).count()).toBe(2);
  });

  it('explains a filter that hides everything', async () => {
    await capture('/a');
    const page = await open();
    await rows(page).first().waitFor();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('verdict:bogus path:/none');
    await page.getByText('There is no verdict “bogus”.').waitFor();
    await page.getByRole('heading', { name: 'The filter hides every capture' }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await rows(page).first().waitFor();
  });

  it('clears, and brings back', async () => {
    await capture('/a');
    await capture('/b');
    const page = await open();
    await rows(page).nth(1).waitFor();
    await page.keyboard.press('ControlOrMeta+Shift+Backspace');
    await page.getByText('2 captures cleared.').waitFor();
    await page.getByRole('heading', { name: 'Waiting for the first request' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rows(page).nth(1).waitFor();
  });

  it('shows hostile paths as text that cannot be mistaken', async () => {
    const page = await open();
    await new Promise<void>((resolve, reject) => {
      // As bytes: U+202E in UTF-8. fetch would percent-encode it.
      const path = `/${Buffer.from('\u202egpj.exe<img src=x onerror=alert(1)>').toString('latin1').replaceAll(' ', '%20')}`;
      request(host.captureUrl, { path, method: 'POST' }, (reply) => reply.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    await row(page, '/\\u{202e}').waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows what was no HTTP at all', async () => {
    const page = await open();
    const { port } = new URL(host.captureUrl);
    const socket = connect(Number(port), '127.0.0.1', () => socket.end('THIS IS NOT HTTP\r\n\r\n'));
    socket.resume();
    await row(page, 'Malformed').waitFor();
  });
});

describe('secrets', () => {
  it('are added, shown for a moment, corrected and deleted, and stored captures are judged again each time', async () => {
    const body = '{"zen":"Keep it logically awesome."}';
    await capture('/github', body, githubSignature(body, 'It is a secret'));
    const page = await open();
    await row(page, 'Not checked').waitFor();
    await page.getByRole('button', { name: 'Secrets' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    await dialog.getByLabel('Secret', { exact: true }).fill('not the secret');
    await dialog.getByRole('button', { name: 'Add secret' }).click();
    await dialog.getByText('••••••••et').waitFor();
    await page.locator('[role="option"]', { hasText: 'Failed' }).waitFor({ state: 'attached' });

    await dialog.getByRole('button', { name: /^Edit/ }).click();
    await dialog.getByLabel('New value').fill('It is a secret');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('[role="option"]', { hasText: 'Verified' }).waitFor({ state: 'attached' });

    await dialog.getByRole('button', { name: /^Reveal/ }).click();
    await dialog.getByText('It is a secret', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: /^Hide/ }).click();
    expect(await dialog.getByText('It is a secret', { exact: true }).count()).toBe(0);

    await dialog.getByRole('button', { name: /^Delete/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete secret' }).click();
    await page.locator('[role="option"]', { hasText: 'Not checked' }).waitFor({ state: 'attached' });
  });

  it('belong to an endpoint, which takes its path’s requests', async () => {
    const page = await open();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('new endpoint');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    await dialog.getByLabel('Name').fill('Git Hub');
    await dialog.getByRole('button', { name: 'Create endpoint' }).click();
    await dialog.getByRole('button', { name: 'Git Hub /git-hub' }).waitFor();
    await dialog.getByRole('tab', { name: 'Replies' }).click();
    await dialog.getByRole('tab', { name: 'Default reply' }).click();
    await dialog.getByLabel('Status').fill('202');
    await dialog.getByLabel('Body').fill('taken');
    await dialog.getByLabel('Body').blur();
    await expect.poll(async () => (await capture('/git-hub/x')).text()).toBe('taken');
    expect((await capture('/git-hub/x')).status).toBe(202);
    expect((await capture('/elsewhere')).status).toBe(200);
  });
});

describe('settings', () => {
  it('are saved when a field is left, refused beside it, and survive a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-shell-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const first = await startWebHost({ dataDir });
    const page = await open({ on: first });
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByLabel('Largest body (MiB)').fill('600');
    await page.keyboard.press('Enter');
    await page.getByText('Enter a number from 0.000977 to 512').waitFor();
    await page.getByLabel('Largest body (MiB)').fill('8');
    await page.keyboard.press('Enter');
    await page.getByLabel('Default target').fill('http://127.0.0.1:4000/hooks');
    await page.getByLabel('Default target').blur();
    await page.getByRole('button', { name: /Theme/ }).click();
    await page.getByRole('option', { name: 'Dark' }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await expect
      .poll(async () => (await first.call('app.state', null)).settings)
      .toMatchObject({
        bodyLimitBytes: 8 * 1024 * 1024,
        send: { target: 'http://127.0.0.1:4000/hooks' },
        theme: 'dark',
      });
    await first.stop();
    await page.getByRole('heading', { name: 'The connection to Hookproof is lost' }).waitFor();

    const second = await startWebHost({ dataDir });
    onTestFinished(async () => {
      await second.stop();
    });
    const again = await open({ on: second });
    await again.keyboard.press('ControlOrMeta+,');
    await again.locator('html[data-theme="dark"]').waitFor();
    expect(await again.getByLabel('Largest body (MiB)').inputValue()).toBe('8');
    expect(await again.getByLabel('Default target').inputValue()).toBe('http://127.0.0.1:4000/hooks');
  });
});

describe('the tunnel', () => {
  const settings = async (page: Page) => {
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  };
  const tunnelSwitch = (page: Page) => page.getByRole('switch', { name: 'Tunnel' });

  it('goes live at a URL of the user’s own, and off again', async () => {
    const page = await open();
    await settings(page);
    await page.getByRole('button', { name: /Provider/ }).click();
    const own = (await host.call('app.state', null)).tunnelProviders.find((each) => each.id === 'manual');
    await page.getByRole('option', { name: own?.name ?? 'no manual provider' }).click();
    // The listener's own address stands in for a proxy in front of it.
    await page.getByRole('textbox', { name: 'Public URL' }).fill(host.captureUrl);
    await page.getByRole('textbox', { name: 'Public URL' }).blur();
    await expect
      .poll(async () => (await host.call('app.state', null)).settings.tunnel)
      .toMatchObject({ provider: 'manual', manualUrl: host.captureUrl });
    await page.getByText('Tunnel', { exact: true }).first().click();
    await page.getByRole('button', { name: /^Tunnel: Live/ }).waitFor();
    expect(await tunnelSwitch(page).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Copy the public URL' }).waitFor();
    // The check through the public URL is no capture.
    expect((await host.call('captures.list', { filter: {}, before: null, limit: 1 })).total).toBe(0);
    await page.getByText('Tunnel', { exact: true }).first().click();
    await page.getByRole('button', { name: /^Tunnel: Off/ }).waitFor();
  });

  it('says why it has no URL, and keeps trying', async () => {
    const page = await open();
    await settings(page);
    // A port of this machine where nothing listens.
    await page.getByLabel('Server', { exact: true }).fill('http://127.0.0.1:1');
    await page.getByLabel('Server', { exact: true }).blur();
    await expect.poll(async () => (await host.call('app.state', null)).settings.tunnel.host).toBe('http://127.0.0.1:1');
    await page.getByText('Tunnel', { exact: true }).first().click();
    await page.getByRole('button', { name: /^Tunnel: Server unreachable \(try \d+/ }).click();
    const { message } = (await host.call('app.state', null)).tunnel;
    await page.getByRole('dialog', { name: 'About the tunnel' }).getByText(message).waitFor();
  });
});

describe('the page without its token', () => {
  it('says where the right link is', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL('/', host.url).href);
    await page.getByRole('heading', { name: 'This page needs the link that Hookproof printed' }).waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it('has no serious accessibility violation in any view', async () => {
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
    await look('first screen');
    const body = '{"zen":"x"}';
    await capture('/github', body, githubSignature(body, 'secret'));
    await capture('/plain');
    await rows(page).nth(1).waitFor();
    await look('captures');
    await page.getByRole('tab', { name: 'Wire' }).click();
    await page.getByRole('grid', { name: 'Bytes as received' }).waitFor();
    await look('wire');
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Endpoints' });
    for (const tab of ['Secrets', 'Address and scheme', 'Replies']) {
      await dialog.getByRole('tab', { name: tab }).click();
      await look(tab);
    }
    await dialog.getByRole('tab', { name: 'Secrets' }).click();
    await dialog.getByRole('button', { name: /Scheme/ }).click();
    const search = page.getByRole('combobox', { name: 'Search: Scheme' });
    await search.fill('stripe');
    await page
      .getByRole('option', { name: /Stripe/ })
      .first()
      .waitFor();
    // React Aria names the new active option a moment later, for screen readers that would miss it.
    await expect
      .poll(() =>
        search.evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.id),
      )
      .toBeDefined();
    await look('schemes to choose from');
    await search.fill('');
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    for (const view of ['Forge', 'Collections', 'Settings']) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
      await page.getByRole('main', { name: view }).waitFor();
      await look(view);
    }
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
    await look('palette');
    expect(violations).toEqual([]);
  });

  it('fits a window of 1024×700 without scrolling sideways', async () => {
    await capture(`/${'long-path/'.repeat(40)}?${'q=1&'.repeat(50)}`);
    const page = await open({ theme, width: 1024, height: 700 });
    await rows(page).first().waitFor();
    for (const view of ['Captures', 'Forge', 'Collections', 'Settings']) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
      await page.getByRole('main', { name: view }).waitFor();
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const main = document.querySelector('main');
        return scrollWidth - clientWidth + (main === null ? 0 : main.scrollWidth - main.clientWidth);
      });
      expect(overflow, view).toBe(0);
    }
  });
});
