import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CaptureSummary } from '../../../../src/core/capture.ts';
import { serveWeb, type WebHost } from '../../../../src/main/hosts/web/server.ts';
import { buildBridgePage } from '../../../support/bridge-page/build.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { captureUrl, nextEvent, startEngine } from '../../../support/engine.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** What a page of another site can do to the two ports on this machine, in a real Chromium. */

const log = pino({ level: 'silent' });

let browser: Browser;
let rendererDir: string;
beforeAll(async () => {
  // The site's name leads to another loopback address, which stands for a machine of somebody else's.
  browser = await launchChromium({ args: ['--host-resolver-rules=MAP evil.example 127.0.0.2'] });
  rendererDir = await buildBridgePage();
});
afterAll(() => browser.close());

async function serve(): Promise<WebHost> {
  const served = await serveWeb({ engine: createFakeEngine(), rendererDir, port: 0, log });
  if (!served.ok) throw new Error(served.failure.code);
  onTestFinished(served.value.close);
  return served.value;
}

/** The site on `port`: a page, and once `rebound`, what a name that now leads to 127.0.0.1 gives: our server, byte for byte. */
async function site(port: number): Promise<{ port: number; rebind(): void }> {
  const page = '<!doctype html><title>evil</title>';
  const pages = createHttpServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', Connection: 'close' }).end(page);
  });
  let rebound = false;
  const sockets = new Set<Socket>();
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (!rebound) return void pages.emit('connection', socket);
    const ours = connect(port, '127.0.0.1');
    ours.on('error', () => socket.destroy());
    socket.pipe(ours).pipe(socket);
  });
  await new Promise<void>((resolve) => front.listen(port, '127.0.0.2', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => front.close(resolve));
  });
  return {
    // Not a pipe: it listens on a TCP port.
    port: (front.address() as AddressInfo).port,
    rebind() {
      rebound = true;
    },
  };
}

async function openSite(port: number): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`http://evil.example:${port}/`);
  expect(await page.title()).toBe('evil');
  return page;
}

describe('a page whose name is rebound to 127.0.0.1', () => {
  it('gets nothing of the app, even if it knew the token', async () => {
    const host = await serve();
    const token = new URL(host.url).hash.slice('#token='.length);
    const evil = await site(host.port);
    const page = await openSite(evil.port);
    evil.rebind();
    const seen = await page.evaluate(async (known) => {
      const read = async (path: string, init?: RequestInit): Promise<string> => {
        const response = await fetch(path, init);
        return `${response.status} ${await response.text()}`;
      };
      const socket = new WebSocket(`ws://${location.host}/bridge`, ['hookproof', known]);
      const opened = new Promise<string>((resolve) => {
        socket.onopen = () => resolve('opened');
        socket.onerror = () => resolve('refused');
      });
      return {
        page: await read('/'),
        script: await read('/page.js'),
        posted: await read('/bridge', { method: 'POST', body: '{}' }),
        socket: await opened,
      };
    }, token);
    const refused = expect.stringMatching(/^421 Open Hookproof at http:\/\/127\.0\.0\.1:/);
    expect(seen).toEqual({ page: refused, script: refused, posted: refused, socket: 'refused' });
  });

  it('cannot be opened instead of the app either', async () => {
    const host = await serve();
    const evil = await site(host.port);
    evil.rebind();
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const response = await page.goto(`http://evil.example:${host.port}/#token=${new URL(host.url).hash}`);
    expect(response?.status()).toBe(421);
  });
});

describe('a page of another site', () => {
  it('neither reads, frames, scripts nor connects to the app', async () => {
    const host = await serve();
    const token = new URL(host.url).hash.slice('#token='.length);
    const evil = await site(0);
    const page = await openSite(evil.port);
    const seen = await page.evaluate(
      async ([origin, known]) => {
        const outcome = (attempt: Promise<unknown>): Promise<string> =>
          attempt.then(
            () => 'got through',
            () => 'refused',
          );
        const loaded = (tag: 'script' | 'img' | 'iframe', path: string): Promise<string> =>
          new Promise((resolve) => {
            const element = document.createElement(tag);
            element.onload = () => resolve('got through');
            element.onerror = () => resolve('refused');
            element.src = `${origin}${path}`;
            document.body.append(element);
          });
        const socket = new WebSocket(`${origin?.replace('http', 'ws')}/bridge`, ['hookproof', known ?? '']);
        const opened = new Promise<string>((resolve) => {
          socket.onopen = () => resolve('got through');
          socket.onerror = () => resolve('refused');
        });
        await loaded('iframe', '/');
        return {
          fetch: await outcome(fetch(`${origin}/`)),
          json: await outcome(
            fetch(`${origin}/bridge`, { method: 'POST', headers: { 'Content-Type': 'application/json' } }),
          ),
          script: await loaded('script', '/page.js'),
          image: await loaded('img', '/'),
          // A frame that was refused is Chromium's own error page, which nobody may look into.
          frame: document.querySelector('iframe')?.contentDocument === null ? 'refused' : 'got through',
          socket: await opened,
        };
      },
      [`http://127.0.0.1:${host.port}`, token],
    );
    expect(new Set(Object.values(seen))).toEqual(new Set(['refused']));
    expect(page.frames().map((frame) => frame.url())).not.toContain(`http://127.0.0.1:${host.port}/`);
  });

  it('can post to the capture port, which is a capture from this machine, and reads nothing of the reply', async () => {
    const engine = await startEngine(await tempDir());
    const url = await captureUrl(engine);
    const evil = await site(0);
    const page = await openSite(evil.port);
    const row = (target: string): Promise<CaptureSummary | undefined> =>
      nextEvent(engine, 'captures.changed', ({ rows }) => rows.some((one) => one.target === target)).then(({ rows }) =>
        rows.find((one) => one.target === target),
      );

    const simple = row('/from-a-page');
    const opaque = await page.evaluate(async (to) => {
      const response = await fetch(to, { method: 'POST', mode: 'no-cors', body: 'x=1' });
      return { type: response.type, text: await response.text() };
    }, `${url}/from-a-page`);
    expect(opaque).toEqual({ type: 'opaque', text: '' });
    expect(await simple).toMatchObject({ via: 'local', method: 'POST' });

    // A request that needs a preflight never leaves: the preflight is a capture like any other and permits nothing.
    const preflight = row('/with-cors');
    const read = await page.evaluate(
      (to) =>
        fetch(to, { method: 'POST', headers: { 'X-Signature': 'a' }, body: '{}' }).then(
          () => 'read',
          () => 'refused',
        ),
      `${url}/with-cors`,
    );
    expect(read).toBe('refused');
    expect(await preflight).toMatchObject({ via: 'local', method: 'OPTIONS' });
    const reply = await fetch(`${url}/`, { method: 'POST', headers: { Origin: 'http://evil.example' } });
    expect([...reply.headers].flat().join(' ')).not.toMatch(/access-control|evil/i);
  });
});
