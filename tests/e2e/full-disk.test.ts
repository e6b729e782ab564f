import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { smallDisk } from '../durability/small-disk.ts';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startWebHost } from '../support/web-host.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('says that capturing is paused on a disk that is nearly full, and leads to the way out', async ({ skip }) => {
  // Less than the hundred megabytes below which capturing pauses.
  const disk = await smallDisk(90);
  if (disk === null) return skip('no tmpfs can be mounted here');
  const host = await startWebHost({ dataDir: disk.dir });
  onTestFinished(async () => {
    await host.stop();
  });
  expect((await fetch(host.captureUrl, { method: 'POST', body: '{}' })).status).toBe(507);
  const page = await openApp(browser, host.url, { losesEngine: true });
  const notice = page.getByRole('region', { name: 'Notices' });
  await notice.getByText('Capturing is paused: less than 100 MB are free').waitFor();
  await notice.getByRole('button', { name: 'Limit the history' }).click();
  const size = page.getByRole('textbox', { name: 'Size on disk (GiB)' });
  await size.waitFor();
  await expect.poll(() => size.evaluate((field) => field === document.activeElement)).toBe(true);
});
