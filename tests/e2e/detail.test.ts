import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type ReceivedRequest, startTarget, type Target } from '../support/target.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** One capture in every way it is shown, and sending: in a real Chromium against the built app with its real engine. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

let host: RunningWebHost;
beforeEach(async () => {
  host = await startHost();
});

async function startHost(dataDir?: string): Promise<RunningWebHost> {
  const started = await startWebHost(dataDir === undefined ? {} : { dataDir });
  onTestFinished(async () => {
    if (started.process.exitCode === null) await started.stop();
  });
  return started;
}

const open = (on = host): Promise<Page> => openApp(browser, on.url);

function capture(path: string, body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> {
  const bytes = typeof body === 'string' ? body : Uint8Array.from(body);
  return fetch(host.captureUrl + path, { method: 'POST', headers, body: bytes });
}

/** Sends bytes (one a character) over a connection of its own and waits for its end. */
function talk(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(host.captureUrl).port), '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('close', () => resolve()).resume();
  });
}

async function select(page: Page, path: string): Promise<void> {
  await page.getByRole('option').filter({ hasText: path }).click();
  await page.getByRole('article').getByRole('heading', { name: path }).waitFor();
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: false }).first();
/** Vitest polls for one second by itself; a busy machine takes longer to load Monaco. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const hmac = (secret: string, content: string | Uint8Array) =>
  createHmac('sha256', secret).update(content).digest('hex');

/** What the editor shows, line by line; it draws spaces as no-break spaces. */
async function editorText(page: Page, within = page.locator('body')): Promise<string> {
  const lines = within.locator('.monaco-editor .view-line');
  await lines.first().waitFor();
  const placed = await lines.evaluateAll((nodes) =>
    nodes
      .map((node) => ({ top: node.getBoundingClientRect().top, text: node.textContent ?? '' }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return placed.join('\n').replaceAll('\u00a0', ' ');
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

describe('a capture', () => {
  it('shows its bytes as Pretty, Raw and Hex, and gives them away exactly', async () => {
    const source = '{"id":12345678901234567890,"a":1.0,"a":2}';
    await capture('/json', source, { 'Content-Type': 'application/json' });
    const page = await open();
    await select(page, '/json');

    // Monaco is the largest part of the screen: nothing of it is loaded before a body is looked at.
    const loaded = () =>
      page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /MonacoText/.test(name)));
    expect(await loaded()).toBe(false);
    await tab(page, 'Body').click();
    await soon(() => editorText(page)).toContain('"id": 12345678901234567890');
    expect(await editorText(page)).toMatch(/"a": 1\.0,\s+"a": 2/);
    expect(await loaded()).toBe(true);

    await page.getByRole('radio', { name: 'Raw' }).click();
    await soon(() => editorText(page)).toBe(source);
    await page.getByRole('radio', { name: 'Hex' }).click();
    await page.getByText('7b 22 69 64 22 3a 31 32').waitFor();

    const body = await downloaded(page, () => page.getByRole('button', { name: 'Download the body' }).click());
    expect(body).toEqual({ name: 'capture-1-body.json', bytes: Buffer.from(source) });
    await page.getByRole('button', { name: 'More actions' }).click();
    const raw = await downloaded(page, () => page.getByRole('menuitem', { name: /Download raw/ }).click());
    expect(raw.name).toBe('capture-1.http');
    expect(raw.bytes.toString('latin1')).toMatch(/^POST \/json HTTP\/1\.1\r\n/);
    expect(raw.bytes.toString('latin1').endsWith(`\r\n\r\n${source}`)).toBe(true);
  });

  it('shows forms, multipart, XML and bytes, each as what it is', async () => {
    await capture('/form', 'a=1+2&payload=%7B%22k%22%3A1%7D&bad=%zz', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    const part = '--X\r\nContent-Disposition: form-data; name="f"; filename="../../x.txt"\r\n\r\ninside\r\n--X--\r\n';
    await capture('/multipart', part, { 'Content-Type': 'multipart/form-data; boundary=X' });
    await capture('/xml', '<a><b>text</b></a>', { 'Content-Type': 'text/xml' });
    const bytes = randomBytes(40_000);
    await capture('/bytes', bytes, { 'Content-Type': 'application/octet-stream' });
    const page = await open();
    await select(page, '/form');
    await tab(page, 'Body').click();
    const fields = page.getByRole('table', { name: 'Form fields' });
    expect(await fields.getByRole('row').first().textContent()).toContain('1 2');
    await fields.getByText('"k": 1').waitFor();
    await fields.getByText('invalid % escape').waitFor();

    await select(page, '/multipart');
    await page.getByText('x.txt', { exact: true }).waitFor();
    const saved = await downloaded(page, () => page.getByRole('button', { name: 'Download part' }).click());
    expect(saved).toEqual({ name: 'x.txt', bytes: Buffer.from('inside') });

    await select(page, '/xml');
    await soon(() => editorText(page)).toBe('<a>\n  <b>text</b>\n</a>');

    await select(page, '/bytes');
    const lastRow = Math.floor(39_999 / 16) * 16;
    const hex = page.getByRole('region', { name: 'Bytes in hexadecimal' });
    await hex.getByText('00000000').waitFor();
    await hex.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await hex.getByText(lastRow.toString(16).padStart(8, '0')).waitFor();
    const end = bytes
      .subarray(lastRow, lastRow + 8)
      .toString('hex')
      .replace(/(..)(?!$)/g, '$1 ');
    await hex.getByText(end).waitFor();
  });

  it('decodes gzip in the view only, cuts bombs, and says what it cannot do', async () => {
    await capture('/gzip', gzipSync('{"zipped":true}'), {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
    });
    await capture('/bomb', gzipSync(Buffer.alloc(64 << 20, ' ')), {
      'Content-Type': 'text/plain',
      'Content-Encoding': 'gzip',
    });
    await capture('/deep', '['.repeat(1_000_000), { 'Content-Type': 'application/json' });
    await capture('/br', brotliCompressSync('hello'), { 'Content-Type': 'text/plain', 'Content-Encoding': 'br' });
    await capture('/odd', 'not json', { 'Content-Type': 'text/plain' });
    const page = await open();
    await select(page, '/gzip');
    await tab(page, 'Body').click();
    await soon(() => editorText(page)).toContain('"zipped": true');
    await page.getByText('decoded from gzip').waitFor();
    await page.getByRole('radio', { name: 'Hex' }).click();
    await page.getByText(/^1f 8b 08/).waitFor();
    await page.getByRole('radio', { name: 'Pretty' }).click();

    await select(page, '/bomb');
    await page.getByText('The decoded view is cut at 8 MiB.').waitFor();
    await select(page, '/deep');
    await page.getByText('Not readable as JSON: it is nested deeper than 1000 levels').waitFor();
    await select(page, '/br');
    // By the engine: what the browser can undo does not count.
    await page.locator('.monaco-editor').getByText('hello').waitFor();

    await select(page, '/odd');
    await page.getByRole('button', { name: /Shown as/ }).click();
    await page.getByRole('option', { name: 'JSON', exact: true }).click();
    await page.getByText('This body is not JSON: this is not a JSON value').waitFor();
  });

  it('shows headers with their case, order and duplicates, hidden characters written out', async () => {
    const lines = [
      'POST /raw HTTP/1.1',
      'hOST: x',
      'X-Twice: one',
      'x-twice: two',
      'X-Bidi: a\xe2\x80\xaeb',
      'Content-Length: 0',
    ];
    await talk(`${lines.join('\r\n')}\r\n\r\n`);
    const page = await open();
    await select(page, '/raw');
    await tab(page, 'Headers').click();
    const rows = page.getByRole('table', { name: 'Request headers' }).getByRole('row');
    expect(await rows.allTextContents()).toEqual([
      'hOSTx',
      'X-Twice1 of 2one',
      'x-twice2 of 2two',
      'X-Bidia\\u{202e}b',
      'Content-Length0',
    ]);
  });

  it('shows the reply it got, and the bytes and reason of what is no request', async () => {
    await capture('/answered', 'x');
    await talk('\x16\x03\x01\x02\x00');
    const page = await open();
    await select(page, '/answered');
    await tab(page, 'Reply').click();
    await soon(() => editorText(page)).toContain('ok');
    await page.getByRole('option').filter({ hasText: 'Malformed' }).click();
    await page.getByText('The sender speaks TLS to').first().waitFor();
    await page.getByText('16 03 01 02 00').waitFor();
  });

  it('shows every byte as it came over the socket, named, and marks what it was refused for', async () => {
    await host.call('settings.update', { patch: { bodyLimitBytes: 1024 } });
    const head = 'POST /chunks HTTP/1.1\r\nHost: \ta \r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunks = `${head}5;ext="q x"\r\nab\ncd\r\n2\r\n\x00\xff\r\n0\r\nX-Sum: 1\r\n\r\n`;
    await talk(`${chunks}POST /second HTTP/1.1\r\nContent-Length: 2\r\n\r\nok`);
    await talk('POST /folded HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n two\r\n\r\n');
    await talk(`POST /long HTTP/1.1\r\nContent-Length: 2000\r\n\r\n${'x'.repeat(2000)}`);
    await talk('POST /damaged HTTP/1.1\r\nContent-Length: 2\r\n\r\nok');
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await select(page, '/second');
    await page.getByText('It has no Host header').waitFor();
    await tab(page, 'Wire').click();
    const grid = page.getByRole('grid', { name: 'Bytes as received' });
    const lines = async () =>
      (await grid.getByRole('row').all()).length === 0
        ? []
        : grid.getByRole('row').evaluateAll((rows) => rows.map((row) => row.textContent));
    await soon(lines).toEqual([
      'Request linePOST /second HTTP/1.1CR LF',
      'HeaderContent-Length: 2CR LF',
      'End of headersCR LF',
      'Bodyok',
    ]);
    await select(page, '/chunks');
    await soon(lines).toEqual([
      'Request linePOST /chunks HTTP/1.1CR LF',
      'HeaderHost:·→a·CR LF',
      'HeaderTransfer-Encoding: chunkedCR LF',
      'End of headersCR LF',
      'Chunk size5;ext="q x"CR LF5 bytes',
      'Chunk dataabLF',
      'Chunk datacdCR LF',
      'Chunk size2CR LF2 bytes',
      'Chunk data\\x00\\xffCR LF',
      'Last chunk0CR LF',
      'TrailerX-Sum: 1CR LF',
      'End of bodyCR LF',
    ]);
    await grid.focus();
    for (const key of ['Home', 'ArrowDown', 'Shift+ArrowDown', 'ControlOrMeta+c']) await page.keyboard.press(key);
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(
      'Host: \\ta \\r\\nTransfer-Encoding: chunked\\r\\n',
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy everything as base64' }).click();
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(
      Buffer.from(chunks, 'latin1').toString('base64'),
    );

    await select(page, '/folded');
    await page.getByText('Byte 45: The line begins with white space').waitFor();
    expect(await grid.locator('mark').allTextContents()).toEqual(['·']);

    // A bound was met: its capture and the footer say so and lead to it.
    await select(page, '/long');
    await page.getByText('The body is longer than 1 KiB.').waitFor();
    await page.getByRole('button', { name: 'Change the largest body', exact: true }).waitFor();
    await page.getByRole('button', { name: '1 refused: body too long' }).click();
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('inputmode'))).toBe('numeric');
    expect(await page.getByLabel('Largest body (MiB)').evaluate((input) => input === document.activeElement)).toBe(
      true,
    );
    await page.getByRole('button', { name: /^Listening/ }).click();
    const about = page.getByRole('dialog', { name: 'About the listener' });
    await about.getByText('refused: not valid HTTP').waitFor();
    await page.keyboard.press('Escape');

    const db = new DatabaseSync(join(host.dataDir, 'history.db'), { timeout: 5000 });
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 5");
    db.close();
    await page.getByRole('button', { name: 'Captures' }).first().click();
    await select(page, '/damaged');
    await page.getByText('These are not the bytes that arrived.').waitFor();
    const saved = await downloaded(page, () => page.getByRole('button', { name: 'Download the raw bytes' }).click());
    expect(saved.name).toBe('capture-5-damaged.http');
    expect(saved.bytes.toString()).toMatch(/^GOST /);
    await tab(page, 'Overview').click();
    await page.getByText('of what arrived, not of what is stored').first().waitFor();
  });

  it('stays with the capture that is selected when the selection moves fast', async () => {
    for (let index = 0; index < 12; index++) {
      await capture(`/fast-${index}`, JSON.stringify({ index }), { 'Content-Type': 'application/json' });
    }
    const page = await open();
    await select(page, '/fast-0');
    await tab(page, 'Body').click();
    await page.getByRole('option').filter({ hasText: '/fast-0' }).click();
    for (let index = 0; index < 11; index++) await page.keyboard.press('k');
    await page.getByRole('article').getByRole('heading', { name: '/fast-11' }).waitFor();
    await soon(() => editorText(page)).toContain('"index": 11');
  });

  it('keeps hostile content as text wherever it stands', async () => {
    const script = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    await capture(`/<svg/onload=alert(1)>`.replace(/[<>]/g, encodeURIComponent), script, {
      'Content-Type': 'text/html',
      'X-Script': script,
    });
    const page = await open();
    await page.getByRole('option').first().click();
    for (const name of ['Overview', 'Signature', 'Headers', 'Body', 'Wire', 'Reply', 'Attempts'])
      await tab(page, name).click();
    await tab(page, 'Body').click();
    await soon(() => editorText(page)).toContain('onerror=alert(1)');
    expect(await page.locator('img, script:not([type=module])').count()).toBe(0);
  });
});

describe('the Signature tab', () => {
  it('marks the first difference, the signed parts and the secret, and judges again when the secret is corrected', async () => {
    const secret = await host.call('secrets.add', {
      endpointId: 'catch-all',
      label: 'Production',
      scheme: 'github',
      value: 'wrong',
    });
    const body = '{"zen":"Speak like a human."}';
    const received = hmac('right', body);
    const expected = hmac('wrong', body);
    await capture('/hook', body, { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${received}` });
    const page = await open();
    await select(page, '/hook');
    await page.getByText('Failed: wrong signature').first().waitFor();
    await tab(page, 'Signature').click();
    const compared = page.getByRole('region', { name: 'Expected and received' });
    await compared.getByText('Production').waitFor();
    let at = 0;
    while (received[at] === expected[at]) at++;
    await compared.getByText(`first difference at character ${at + 1}`).waitFor();
    expect(await compared.locator('mark').allTextContents()).toEqual([received[at], expected[at]]);
    expect(await compared.locator('code').allTextContents()).toEqual([
      expect.stringContaining(received),
      expect.stringContaining(expected),
    ]);
    const content = page.getByRole('region', { name: 'Signed content' });
    expect(await content.locator('.signed-body.signed-part').textContent()).toBe(body);

    if (!secret.ok) throw new Error('the secret was not added');
    await host.call('secrets.update', { id: secret.value.id, value: 'right' });
    await page.getByRole('article').getByText('Verified').first().waitFor();
    await compared.getByText('equal').waitFor();
  });

  it('says under the evidence what an official library would make of the request', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'stripe', value: 'whsec_x' });
    const at = Math.floor(Date.now() / 1000);
    const body = Buffer.from('\ufeff{}');
    const value = hmac('whsec_x', Buffer.concat([Buffer.from(`${at}.`), body]));
    await capture('/marked', body, { 'Stripe-Signature': `t=${at},v1=${value}` });
    const page = await open();
    await select(page, '/marked');
    const sentence = /^stripe [\d.]+ would reject this request: its body starts with a byte-order mark\.$/;
    await page.getByText(sentence).waitFor();
    await tab(page, 'Signature').click();
    await page.getByRole('heading', { name: 'Signed content' }).waitFor();
    await page.getByText(sentence).waitFor();
  });

  it('shows the age of a timestamp against its tolerance, and what is missing when nothing was checked', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'stripe', value: 'whsec_x' });
    const at = Math.floor(Date.now() / 1000) - 1000;
    await capture('/stale', '{}', { 'Stripe-Signature': `t=${at},v1=${hmac('whsec_x', `${at}.{}`)}` });
    await capture('/unchecked', '{}', { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${hmac('x', '{}')}` });
    const page = await open();
    await select(page, '/stale');
    await tab(page, 'Signature').click();
    await page.getByText(/Made 16 min 4\d s before it was judged; up to 5 min is accepted\./).waitFor();

    await select(page, '/unchecked');
    await page.getByText('There is no secret to check the signature with.').waitFor();
    await page.getByRole('button', { name: 'Add secret' }).click();
    await page.getByRole('dialog', { name: 'Endpoints' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: /Judged by/ }).click();
    await page.getByRole('option', { name: /^Stripe/ }).click();
    await page.getByRole('button', { name: 'Always use for Catch-all' }).click();
    await soon(async () => (await host.call('app.state', null)).endpoints[0]?.scheme).toBe('stripe');
  });
});

describe('sending', () => {
  let target: Target;
  beforeEach(async () => {
    target = await startTarget({ body: '{"handled":true}' });
    await host.call('settings.update', { patch: { send: { target: target.url } } });
  });

  async function requestAt(index: number): Promise<ReceivedRequest> {
    await soon(() => target.requests.length).toBeGreaterThan(index);
    const request = target.requests[index];
    if (request === undefined) throw new Error('it did not arrive');
    return request;
  }

  it('replays byte for byte with r, and re-signed, and lists both with their replies', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'stripe', value: 'whsec_x' });
    const body = Buffer.from('{"n": 1.0,\r\n"bytes":"\xff"}', 'latin1');
    const at = Math.floor(Date.now() / 1000) - 1000;
    await capture('/stripe?a=%20', body, {
      'Stripe-Signature': `t=${at},v1=${hmac('whsec_x', Buffer.concat([Buffer.from(`${at}.`), body]))}`,
    });
    const page = await open();
    await select(page, '/stripe');
    await page.keyboard.press('r');
    const exact = await requestAt(0);
    expect(exact.body.equals(body)).toBe(true);
    expect(exact.target).toBe('/hook?a=%20');
    expect(exact.header('stripe-signature')).toContain(`t=${at},`);
    await soon(() => editorText(page)).toContain('"handled": true');

    await page.getByRole('button', { name: 'Replay re-signed' }).click();
    const resigned = await requestAt(1);
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]+)/.exec(resigned.header('stripe-signature') ?? '') ?? [];
    expect(Number(time)).toBeGreaterThan(at + 900);
    expect(signature).toBe(hmac('whsec_x', Buffer.concat([Buffer.from(`${time}.`), body])));
    expect(resigned.body.equals(body)).toBe(true);
    const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
    await soon(() => attempts.count()).toBe(2);
    expect(await attempts.first().textContent()).toContain('Re-signed, signed for Stripe');
  });

  it('edits in Monaco, signs what was edited, keeps the edits, and sends with Ctrl+Enter', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'github', value: 'key' });
    await capture('/edit', '{"a":1}', {
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${hmac('key', '{"a":1}')}`,
      'Content-Type': 'application/json',
    });
    await capture('/other', 'x');
    const page = await open();
    await select(page, '/edit');
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    await page.locator('.draft .monaco-editor .view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('{"a":2,"é":"☃"}');
    await tab(page, 'Headers').click();
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.keyboard.insertText('X-Added');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('yes');

    await page.getByRole('option').filter({ hasText: '/other' }).click();
    await page.getByRole('article').getByRole('heading', { name: '/other' }).waitFor();
    await page.getByRole('option').filter({ hasText: '/edit' }).click();
    await page.getByLabel('Target URL').press('Control+Enter');
    const sent = await requestAt(0);
    expect(sent.body.toString()).toBe('{"a":2,"é":"☃"}');
    expect(sent.header('x-added')).toBe('yes');
    expect(sent.header('x-hub-signature-256')).toBe(`sha256=${hmac('key', sent.body)}`);
    expect(sent.header('content-length')).toBe(String(sent.body.length));
    await page.getByText('"handled"').first().waitFor();
  });

  it('keeps a binary body exactly through the editor', async () => {
    const body = randomBytes(5000);
    await capture('/binary', body);
    const page = await open();
    await select(page, '/binary');
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    await page.getByText('Binary body, 4.9 KiB').waitFor();
    await page.getByRole('button', { name: /^Send/ }).click();
    expect(
      createHash('sha256')
        .update((await requestAt(0)).body)
        .digest('hex'),
    ).toBe(createHash('sha256').update(body).digest('hex'));
  });

  it('asks once before it sends to another machine, and explains a target that is down', async () => {
    await capture('/far', 'x');
    await host.call('settings.update', { patch: { send: { target: 'http://198.51.100.7/hook', timeoutMs: 500 } } });
    const page = await open();
    await select(page, '/far');
    await page.keyboard.press('r');
    const question = page.getByRole('alertdialog', { name: 'Send to another machine?' });
    await question.getByText('http://198.51.100.7').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await host.call('attempts.list', { captureId: null, limit: 10 })).toEqual([]);

    await target.close();
    await host.call('settings.update', { patch: { send: { target: target.url } } });
    await soon(() => page.getByLabel('Target of replays').inputValue()).toBe(target.url);
    await page.getByRole('button', { name: 'Replay', exact: true }).first().click();
    await page.getByText('Nothing is listening at').first().waitFor();
  });

  it('copies a signed curl command and shows what will be sent', async () => {
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'github', value: 'key' });
    await capture('/curl', '{"a":1}', {
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${hmac('key', '{"a":1}')}`,
    });
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await select(page, '/curl');
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    await page.getByRole('button', { name: 'Copy as curl, signed now' }).click();
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toContain(hmac('key', '{"a":1}'));
    await tab(page, 'Sent as').click();
    await page
      .getByRole('table', { name: 'Headers as sent' })
      .getByText(`sha256=${hmac('key', '{"a":1}')}`)
      .waitFor();
  });

  /** How each platform's own documents say that a receiver checks, written out without our engine. */
  const receivers: readonly {
    readonly scheme: string;
    readonly secret: string;
    readonly holds: (request: ReceivedRequest, secret: string) => boolean;
  }[] = [
    {
      scheme: 'rookone-eigentic',
      secret: 'ab'.repeat(32),
      holds: (request, secret) => {
        const age = Date.now() / 1000 - Number(request.header('x-eigentic-timestamp'));
        return request.header('x-eigentic-signature') === `sha256=${hmac(secret, request.body)}` && Math.abs(age) < 300;
      },
    },
    {
      scheme: 'agent-x-webhook-signature',
      secret: 'agent-secret',
      holds: (request, secret) => request.header('x-webhook-signature') === hmac(secret, request.body),
    },
    {
      scheme: 'rex',
      secret: 'whsec_plain_text',
      holds: (request, secret) => {
        const [, time = '', value] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(request.header('x-rex-signature') ?? '') ?? [];
        return value === hmac(secret, Buffer.concat([Buffer.from(`${time}.`), request.body]));
      },
    },
    {
      scheme: 'github',
      secret: 'github-secret',
      holds: (request, secret) => request.header('x-hub-signature-256') === `sha256=${hmac(secret, request.body)}`,
    },
    {
      scheme: 'vorsto-x-signature',
      secret: 'api-key',
      holds: (request, secret) => request.header('x-signature') === hmac(secret, request.body),
    },
  ];

  it.each(receivers)('forges a request of $scheme that its receiver accepts', async ({ scheme, secret, holds }) => {
    const page = await open();
    await page.getByRole('button', { name: 'Forge' }).first().click();
    await page.getByLabel('Search templates').fill(scheme);
    await page.getByRole('listbox', { name: 'Templates' }).getByRole('option').first().click();
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.getByText('There is no secret to sign with.').waitFor();
    expect(target.requests).toEqual([]);

    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Mine', scheme, value: secret });
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await soon(async () => {
      await page.getByRole('button', { name: /^Send/ }).click();
      return target.requests.length;
    }).toBeGreaterThan(0);
    expect(holds(await requestAt(0), secret)).toBe(true);
    await page.locator('.attempt-outcome').getByText('200').waitFor();
  });
});

describe('collections', () => {
  it('keep a request over a restart, send it, export it redacted and take it in again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-collections-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    await host.stop();
    host = await startHost(dataDir);
    const target = await startTarget();
    await host.call('settings.update', { patch: { send: { target: target.url } } });
    await host.call('secrets.add', { endpointId: 'catch-all', label: 'Test', scheme: 'github', value: 'key' });
    await capture('/keep', '{"a":1}', {
      Authorization: 'Bearer canary',
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${hmac('key', '{"a":1}')}`,
    });
    let page = await open();
    await select(page, '/keep');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Save to collection' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Kept request');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved “Kept request”.').waitFor();
    await page.context().close();
    await host.stop();

    host = await startHost(dataDir);
    page = await open();
    await page.getByRole('button', { name: 'Collections' }).first().click();
    await page.getByRole('button', { name: /^Kept request/ }).click();
    await page.getByRole('button', { name: /^Send/ }).click();
    await soon(() => target.requests.length).toBe(1);
    expect(target.requests[0]?.header('x-hub-signature-256')).toBe(`sha256=${hmac('key', '{"a":1}')}`);

    await page.getByRole('button', { name: 'Actions on My requests' }).click();
    const file = await downloaded(page, () => page.getByRole('menuitem', { name: 'Export, redacted' }).click());
    expect(file.bytes.toString()).not.toContain('canary');
    const taking = page.getByLabel('Collection file');
    await taking.setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: file.bytes });
    await page.getByText('Imported one request.').waitFor();
    await taking.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') });
    await page.getByText('The file was not imported: it is not JSON').waitFor();
  });

  it('rename, save changes with Ctrl+S, and ask before they delete', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Collections' }).first().click();
    await page.getByRole('heading', { name: 'No collections yet' }).waitFor();
    await page.getByRole('button', { name: 'New collection' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('First');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    const [entry] = await soon(() => host.call('collections.list', null))
      .toHaveLength(1)
      .then(() => host.call('collections.list', null));
    if (entry?.kind !== 'readable') throw new Error('it cannot be read');
    const draft = { method: 'POST', url: 'http://127.0.0.1:9/', headers: [], body: new Uint8Array(), signing: null };
    await host.call('collections.saveItem', { id: entry.id, itemId: null, name: 'Ping', draft });

    await page.getByRole('button', { name: /^Ping/ }).click();
    await page.getByLabel('Target URL').fill('http://127.0.0.1:9/changed');
    await page.getByText('not saved').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('not saved').waitFor({ state: 'detached' });
    await soon(async () => JSON.stringify(await host.call('collections.list', null))).toContain('/changed');

    await page.getByRole('button', { name: 'Actions on First' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Second');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Actions on Second' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No collections yet' }).waitFor();
  });
});
