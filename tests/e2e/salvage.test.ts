import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { destroyPages, writeHistory, zeros } from '../main/storage/salvage/damaged-files.ts';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startWebHost } from '../support/web-host.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('tells of a damaged history what came of it, and lists what was brought over', async () => {
  const dataDir = await tempDir();
  const file = join(dataDir, 'history.db');
  await writeHistory(file, 20);
  const db = new DatabaseSync(file);
  db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 4");
  db.close();
  destroyPages(file, [1], zeros);
  const host = await startWebHost({ dataDir });
  onTestFinished(async () => {
    await host.stop();
  });
  const page = await openApp(browser, host.url);
  const notices = page.getByRole('region', { name: 'Notices' });
  const told = notices.getByText(
    '20 captures were brought over from the damaged history; the bytes of 1 have changed.',
  );
  await told.waitFor();
  await notices.getByText(/The damaged file is kept as .*history\.db\.corrupt-/).waitFor();
  // The alarm that a start without a screen gives says the same.
  expect(await notices.getByText('so a new one was started').count()).toBe(0);
  await page.getByRole('listbox', { name: /^Captures/ }).waitFor();
  await page.locator('[data-id="4"]').click();
  await page.getByText('These are not the bytes that arrived.').first().waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await told.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('listbox', { name: /^Captures/ }).waitFor();
  expect(await notices.count()).toBe(0);
});
