import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { utf8ByteString } from '../../src/core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { anyRequest, defaultReplySettings } from '../../src/core/reply/reply-settings.ts';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { hostilePayloads, plainPayloads } from '../support/hostile-payloads.ts';
import { unwrap } from '../support/store-helpers.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/**
 * The corpus of hostile payloads in every field that somebody else can fill, walked through in a real Chromium: nothing of it runs,
 * loads, becomes an element or leaves the page, and each field is really seen.
 */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const all = hostilePayloads.join(' ');
const plain = plainPayloads.join(' ');
/** A target has no spaces, and no fragment. */
const inTarget = plain.replace(/[\s#]/g, '').replace(/[^\x21-\x7e]/g, '');
/** A header has no control characters. */
const inHeader = all.replace(/\p{Cc}/gu, ' ');
const short = '<img src=x onerror=hostile()>\u202e"\'';

/** `mark` stands in front of a field's payload and tells on the screen that it was there to be seen. */
const marks = new Set<string>();
function marked(mark: string, payload: string): string {
  marks.add(`${mark}-hp`);
  return `${mark}-hp ${payload}`;
}

describe('hostile payloads in every field', () => {
  it('run, load and become nothing in any view', { timeout: 120_000 }, async () => {
    const host = await startHostileHost();
    const page = await openApp(browser, host.url, { before: watch });
    const seen = new Set<string>();
    const look = async (): Promise<ReadonlySet<string>> => {
      const text = await page.evaluate(() => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
        return `${document.body.textContent} ${fields.join(' ')}`;
      });
      for (const mark of marks) if (text.includes(mark)) seen.add(mark);
      return seen;
    };
    const until = (mark: string) => expect.poll(look, { timeout: 30_000 }).toContain(`${mark}-hp`);

    await walkCaptures(page, until, look);
    await walkViews(page, until, look);
    expect([...marks].filter((mark) => !seen.has(mark))).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as Watched).watched)).toEqual({
      violations: [],
      elements: [],
      calls: 0,
    });
    // What watches does watch.
    const watchedAfter = await page.evaluate(async () => {
      document.body.append(document.createElement('img'));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return (globalThis as unknown as Watched).watched.elements.length;
    });
    expect(watchedAfter).toBe(1);
    expect(await page.title()).toMatch(/Hookproof/);
    expect(await page.title()).not.toMatch(/[<>\u202e]|hostile/);
    expect(page.url()).toContain(new URL(host.url).origin);
    await page.context().close();
    expect(await host.stop()).toBe(0);
  });
});

interface Watched {
  watched: { violations: string[]; elements: string[]; calls: number };
}

/** In the page, before the app: what the policy refused, every element that only a payload can have made, every payload that ran. */
function watch(): void {
  const watched = { violations: [] as string[], elements: [] as string[], calls: 0 };
  Object.assign(globalThis, {
    watched,
    hostile: () => {
      watched.calls++;
    },
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    watched.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  const foreign =
    'img, iframe, frame, object, embed, base, video, audio, math, use, animate, form[action], meta[http-equiv]';
  const inspect = (element: Element): void => {
    const { outerHTML } = element;
    if (element.matches(foreign)) watched.elements.push(outerHTML.slice(0, 200));
    if (element instanceof HTMLStyleElement && /evil/.test(element.textContent ?? '')) watched.elements.push('a style');
    for (const { name, value } of element.attributes) {
      const isCode = name.startsWith('on') || (name === 'style' && /url\(/.test(value));
      const isLink = ['href', 'src', 'action', 'formaction', 'srcdoc', 'xlink:href'].includes(name);
      if (isCode || (isLink && /javascript:|data:text|evil/i.test(value)))
        watched.elements.push(outerHTML.slice(0, 200));
    }
  };
  new MutationObserver((changes) => {
    for (const { addedNodes, target, type } of changes) {
      if (type === 'attributes' && target instanceof Element) inspect(target);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        inspect(node);
        for (const child of node.querySelectorAll('*')) inspect(child);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

type Until = (mark: string) => Promise<void>;
type Look = () => Promise<unknown>;

async function walkCaptures(page: Page, until: Until, look: Look): Promise<void> {
  const rows = page.getByRole('option');
  const tab = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
  await rows.nth(bodies.length + 1).waitFor();
  await look();

  for (const { path, mark } of bodies) {
    await rows.filter({ hasText: path }).first().click();
    await page.getByRole('article').getByRole('heading', { name: path }).waitFor();
    await tab('Body').click();
    if (mark !== null) await until(mark);
    await page.getByRole('radio', { name: 'Raw' }).click();
    await look();
    await page.getByRole('radio', { name: 'Hex' }).click();
    await page.getByRole('region', { name: 'Bytes in hexadecimal' }).waitFor();
    await page.getByRole('radio', { name: 'Pretty' }).click();
  }
  await rows.filter({ hasText: '/target' }).first().click();
  await tab('Overview').click();
  await until('target');
  await tab('Signature').click();
  await page.getByRole('tabpanel').waitFor();
  await look();
  await tab('Headers').click();
  await until('header');
  await until('trailer');
  await tab('Wire').click();
  await page.getByRole('tabpanel').waitFor();
  await look();
  await tab('Reply').click();
  await until('rule-reply');
  await tab('Attempts').click();
  await page.getByText('As captured').click();
  await until('attempt');
  await rows.filter({ hasText: 'Malformed' }).first().click();
  await until('malformed');
}

async function walkViews(page: Page, until: Until, look: Look): Promise<void> {
  const view = (name: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: false }).first().click();
  await view('Collections');
  await until('collection');
  await until('item');
  await until('file');
  await view('Forge');
  await page.getByRole('main').waitFor();
  await look();
  await view('Check');
  await look();
  await view('Audit');
  await look();
  await view('Settings');
  await look();
  await view('Captures');
  await page.getByRole('button', { name: /^Tunnel/ }).click();
  await until('tunnel');
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Endpoints' });
  await until('secret');
  await dialog.getByRole('tab', { name: 'Address and scheme' }).click();
  await until('endpoint');
  await dialog.getByRole('tab', { name: 'Replies' }).click();
  await dialog.getByRole('tab', { name: 'Rules' }).click();
  await until('rule');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('schemes');
  await page.keyboard.press('Enter');
  await until('recipe');
  await page.keyboard.press('Escape');
}

/** Captures of one kind of body each, and the mark that its view shows. */
const bodies: readonly { path: string; mark: string | null; type: string; body: () => string | Uint8Array }[] = [
  {
    path: '/json',
    mark: 'json',
    type: 'application/json',
    body: () => JSON.stringify({ [marked('json', all)]: hostilePayloads }),
  },
  { path: '/text', mark: 'text', type: 'text/plain', body: () => marked('text', all) },
  { path: '/html', mark: 'html', type: 'text/html', body: () => marked('html', all) },
  { path: '/svg', mark: 'svg', type: 'image/svg+xml', body: () => `<svg>${marked('svg', short)}${all}</svg>` },
  {
    path: '/xml',
    mark: 'xml',
    type: 'text/xml',
    body: () => `<a b="1"><!-- ${marked('xml', short)} --><![CDATA[${plain}]]></a>`,
  },
  {
    path: '/form',
    mark: 'form',
    type: 'application/x-www-form-urlencoded',
    body: () =>
      new URLSearchParams([[marked('form', all), all], ...hostilePayloads.map((one) => [one, one])]).toString(),
  },
  {
    path: '/multipart',
    mark: 'part',
    type: 'multipart/form-data; boundary=hp',
    body: () => {
      const head = (name: string) => `--hp\r\nContent-Disposition: form-data; name="${name}"; filename="../../${name}"`;
      const parts = plainPayloads.map((one) => `${head(one.replaceAll('"', '%22'))}\r\nX: ${one}\r\n\r\n${one}\r\n`);
      return `${head(marked('part', short).replaceAll('"', ''))}\r\nContent-Type: text/html\r\n\r\n${all}\r\n${parts.join('')}--hp--`;
    },
  },
  { path: '/bytes', mark: null, type: 'image/png', body: () => Uint8Array.from([0, 1, 2, ...Buffer.from(all)]) },
];

async function startHostileHost(): Promise<RunningWebHost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-hostile-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await mkdir(join(dataDir, 'collections'));
  await writeFile(join(dataDir, 'collections', `${marked('file', short).replaceAll('/', '')}.json`), `{"${all}`);
  const host = await startWebHost({ dataDir });
  onTestFinished(async () => {
    if (host.process.exitCode === null) await host.stop();
  });
  await fillRegisters(host);
  await capture(host);
  return host;
}

async function fillRegisters({ call }: RunningWebHost): Promise<void> {
  const server = await listening(
    createHttpServer((_, response) => {
      response.writeHead(403, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ message: marked('tunnel', all) }));
    }),
  );
  unwrap(await call('endpoints.create', { name: marked('endpoint', short), path: '/endpoint' }));
  const endpointId = CATCH_ALL_ENDPOINT_ID;
  unwrap(
    await call('secrets.add', {
      endpointId,
      label: marked('secret', short),
      scheme: 'github',
      value: 'hostile-secret',
    }),
  );
  unwrap(
    await call('recipes.save', {
      id: null,
      name: marked('recipe', short),
      recipe: { algorithm: 'hmac-sha256', signature: { names: ['X-Hostile'] } },
    }),
  );
  const rule = { kind: 'reply', status: 200, delayMs: 0, bytesPerSecond: null } as const;
  const replying = {
    ...defaultReplySettings,
    rules: [
      {
        id: 'r',
        name: marked('rule', short),
        isOn: true,
        when: anyRequest,
        action: { ...rule, headers: [['X-Hostile', '<b>hostile</b>']] as const, body: marked('rule-reply', all) },
      },
    ],
  };
  unwrap(await call('endpoints.update', { id: endpointId, replying }));
  const { id } = unwrap(await call('collections.create', { name: marked('collection', short) }));
  const draft = {
    method: 'POST',
    url: 'http://127.0.0.1:9/<svg/onload=hostile()>',
    headers: [['X-Hostile', utf8ByteString(inHeader)]] as const,
    body: Buffer.from(all),
    signing: null,
  };
  unwrap(await call('collections.saveItem', { id, itemId: null, name: marked('item', short), draft }));
  await call('settings.update', { patch: { tunnel: { host: server } } });
  await call('tunnel.start', null);
}

async function capture({ captureUrl, call }: RunningWebHost): Promise<void> {
  for (const { path, type, body } of bodies) {
    const response = await fetch(captureUrl + path, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: body() as BodyInit,
    });
    await response.arrayBuffer();
  }
  const port = Number(new URL(captureUrl).port);
  await raw(port, `<script>${marked('malformed', plain)}</script> / HTTP/1.1\r\nHost: <img src=x>\r\n\r\n`);
  const target = `/target?${marked('target', inTarget).replace(' ', '')}`;
  await raw(
    port,
    [
      `POST ${target} HTTP/1.1`,
      'Host: evil.example',
      `X-GitHub-Event: ${marked('event', short)}`,
      `X-GitHub-Delivery: ${marked('delivery', short)}`,
      `X-Hub-Signature-256: sha256=${'0'.repeat(64)}`,
      "X-!#$%&'*+-.^_`|~: name",
      `X-Header: ${marked('header', '')}${inHeader}`,
      `Content-Type: text/html; charset=${short}`,
      'Trailer: X-Trailer',
      'Transfer-Encoding: chunked',
      '',
      '5',
      '<img>',
      '0',
      `X-Trailer: ${marked('trailer', '')}${inHeader}`,
      '',
      '',
    ].join('\r\n'),
  );
  const { rows } = await call('captures.list', { filter: { path: '/target' }, before: null, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('the request of hostile headers was not captured');
  const reply = `HTTP/1.1 200 ${plain}\r\nX-Hostile: ${inHeader}\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n${marked('attempt', all)}`;
  const url = await listening(createServer((socket) => void socket.on('data', () => socket.end(reply, 'utf8'))));
  unwrap(await call('send.replay', { captureId: row.id, url, signing: null }));
}

/** One request as it is, as latin1, until the listener closes or has answered. */
async function raw(port: number, request: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(Buffer.from(request, 'utf8'));
  socket.resume();
  await once(socket, 'close');
}

async function listening(server: Server | ReturnType<typeof createHttpServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // Listening on a port, so it has an address that is none of a pipe.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
