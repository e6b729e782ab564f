import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkIds } from '../../src/core/audit/audit.ts';
import { reportHtml } from '../../src/core/audit/report/report-html.ts';
import { reportJunit } from '../../src/core/audit/report/report-junit.ts';
import { launchChromium } from '../support/chromium.ts';
import { tempDir } from '../support/temp-dir.ts';
import { hostileReport } from './hostile-report.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('keeps everything a handler answers as text in the page, whatever it is', async () => {
  const file = join(await tempDir(), 'report.html');
  await writeFile(file, reportHtml(hostileReport()));
  const page = await browser.newPage();
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) seen.push(`request ${request.url()}`);
  });
  page.on('console', (message) => seen.push(`console ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error ${error.message}`));
  await page.goto(pathToFileURL(file).href);
  expect(await page.title()).toMatch(/^Audit of /);
  const names = await page.evaluate(() => [
    ...new Set([...document.querySelectorAll('*')].map((one) => one.localName)),
  ]);
  expect(names.sort()).toEqual(
    'b body code dd details dl dt h1 h2 h4 head header html i li main meta p pre section span strong style summary title ul'.split(
      ' ',
    ),
  );
  const attributes = await page.evaluate(() => [
    ...new Set([...document.querySelectorAll('body *')].flatMap((one) => [...one.attributes].map(({ name }) => name))),
  ]);
  expect(attributes.sort()).toEqual(['class', 'open']);
  expect(await page.locator('body').textContent()).toContain('<script>alert(1)</script>');
  expect(seen).toEqual([]);
  await page.close();
});

it('writes XML that parses, a test case a check, whatever the handler answers', async () => {
  const page = await browser.newPage();
  const read = await page.evaluate((xml) => {
    const parsed = new DOMParser().parseFromString(xml, 'application/xml');
    const count = (name: string): number => parsed.getElementsByTagName(name).length;
    return {
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      cases: [...parsed.getElementsByTagName('testcase')].map((one) => one.getAttribute('name')),
      counts: [count('failure'), count('skipped'), count('script')],
    };
  }, reportJunit(hostileReport()));
  expect(read).toEqual({ error: null, cases: checkIds, counts: [16, 0, 0] });
  await page.close();
});
