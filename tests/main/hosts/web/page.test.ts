import { rm } from 'node:fs/promises';
import pino from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveWeb, type WebHost } from '../../../../src/main/hosts/web/server.ts';
import { buildBridgePage } from '../../../support/bridge-page/build.ts';
import type {} from '../../../support/bridge-page/page.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

const log = pino({ level: 'silent' });

let rendererDir: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let host: WebHost;

async function serve(options: { port?: number; token?: string } = {}): Promise<WebHost> {
  const served = await serveWeb({ engine: createFakeEngine(), rendererDir, port: 0, log, ...options });
  if (!served.ok) throw new Error(served.failure.code);
  return served.value;
}

const tokenOf = (url: string): string => new URL(url).hash.slice('#token='.length);
const ready = () => page.waitForFunction(() => document.title === 'bridge ready');
const states = () => page.evaluate(() => window.connectionStates);

beforeAll(async () => {
  rendererDir = await buildBridgePage();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(rendererDir, { recursive: true });
});
beforeEach(async () => {
  host = await serve();
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(host.url);
  await ready();
});
afterEach(async () => {
  await context.close();
  await host.close();
});

describe('the token in a browser tab', () => {
  it('leaves the address bar, survives a reload, and is never part of a request', async () => {
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`);
    await page.reload();
    await ready();
    expect(await states()).toEqual(['connected']);
    expect(requested.length).toBeGreaterThan(1);
    expect(requested.join()).not.toContain(tokenOf(host.url));
  });

  it('is not there in another tab: refused, until the printed URL is opened in it', async () => {
    page = await context.newPage();
    await page.goto(`http://127.0.0.1:${host.port}/`);
    await ready();
    expect(await states()).toEqual(['refused']);
    const call = await page.evaluate(() => window.bridge.call('app.state', null).catch((error: Error) => error.name));
    expect(call).toBe('ConnectionLost');
    await page.evaluate((hash) => location.assign(hash), new URL(host.url).hash);
    await page.waitForFunction(() => window.connectionStates?.includes('connected'));
  });

  it('of an engine that has ended is refused by the next one', async () => {
    await host.close();
    await page.waitForFunction(() => window.connectionStates.includes('reconnecting'));
    host = await serve({ port: host.port });
    await page.waitForFunction(() => window.connectionStates.includes('refused'));
    expect(await states()).toEqual(['connected', 'reconnecting', 'refused']);
  });
});

it('a page connects again by itself, lists again, and gets events as before', async () => {
  await page.evaluate(() => {
    const seen: unknown[] = [];
    Object.assign(window, { seen });
    window.bridge.on('captures.removed', (event) => seen.push(event));
    window.bridge.on('judging.progress', (event) => seen.push(event.done));
  });
  const token = tokenOf(host.url);
  await host.close();
  await page.waitForFunction(() => window.connectionStates.includes('reconnecting'));
  const whileDown = await page.evaluate(() =>
    window.bridge.call('app.state', null).catch((error: Error) => `${error.name}: ${error.message}`),
  );
  expect(whileDown).toBe('ConnectionLost: The connection to Hookproof was lost.');
  host = await serve({ port: host.port, token });
  await page.waitForFunction(
    () => window.connectionStates.at(-1) === 'connected' && window.connectionStates.length === 3,
  );
  await page.evaluate(() => window.bridge.call('notices.dismiss', { id: 'burst 2' }));
  expect(await page.evaluate(() => Reflect.get(window, 'seen'))).toEqual([{ all: true }, 1, 2]);
});

it('calls in flight when the connection is lost are rejected', async () => {
  const lost = page.evaluate(() =>
    // Larger than the socket takes at once, so that the answer cannot have come before the end.
    Promise.allSettled(
      Array.from({ length: 30 }, () =>
        window.bridge.call('captures.bytes', { id: 1, part: 'body', offset: 0, maxBytes: 5 * 1024 * 1024 }),
      ),
    ).then((results) => results.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).name] : []))),
  );
  await host.close();
  const names = await lost;
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names)).toEqual(new Set(['ConnectionLost']));
  host = await serve();
});

it('the page’s policy stops inline scripts, foreign connections and markup from text', async () => {
  const violations = await page.evaluate(
    async (foreign) => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.append('window.ran = true');
      document.body.append(script);
      await fetch(foreign).catch(() => seen.push('fetch rejected'));
      try {
        document.body.innerHTML = '<b>text</b>';
      } catch (error) {
        seen.push((error as Error).name);
      }
      try {
        // TypeScript's DOM library does not declare Trusted Types.
        Reflect.get(window, 'trustedTypes').createPolicy('ours', {});
      } catch (error) {
        seen.push((error as Error).name);
      }
      await new Promise((resolve) => setTimeout(resolve));
      return { seen: seen.sort(), ran: 'ran' in window };
    },
    `http://127.0.0.1:${host.port === 65535 ? 1 : host.port + 1}/`,
  );
  expect(violations.ran).toBe(false);
  expect(violations.seen).toEqual(
    expect.arrayContaining([
      'TypeError',
      'connect-src',
      'fetch rejected',
      'require-trusted-types-for',
      'trusted-types',
    ]),
  );
});
