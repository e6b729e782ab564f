import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export interface AppPageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  /** The test ends the engine under the page: the browser's own line for a WebSocket that finds nobody is no problem. */
  readonly losesEngine?: boolean;
  /** Runs in the page before anything of the app does. */
  readonly before?: () => void;
}

/** A page on the app. A bug, a dialog, a violation of the page's policy or a request elsewhere fails the test. */
export async function openApp(browser: Browser, url: string, options: AppPageOptions = {}): Promise<Page> {
  const { width = 1280, height = 800, theme = 'light', losesEngine = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  if (options.before !== undefined) await page.addInitScript(options.before);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (losesEngine && /WebSocket|ERR_CONNECTION_REFUSED/.test(message.text())) return;
    problems.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'blob:' && protocol !== 'data:') {
      problems.push(`request to ${request.url()}`);
    }
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(url);
  await page.getByRole('main').waitFor();
  return page;
}
