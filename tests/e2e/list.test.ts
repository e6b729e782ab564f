import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/** The list of captures while many requests come at once, once it was emptied, and after a long wait, in a real Chromium. */

declare global {
  interface Window {
    /** Frames that the app asked for wait until `releaseFrames`, so that what comes meanwhile comes in one of them. */
    holdFrames(): void;
    releaseFrames(): void;
    /** Resolves when the page was told of a text, in a message of the engine. */
    toldOf(text: string): Promise<void>;
    /** What each frame painted that made the list longer or shorter. */
    painted: Painted[];
    watchList(): void;
    /** The page's clock from here on is so far ahead, and no interval ends any more. */
    setAheadMs(ms: number): void;
  }
}

interface Painted {
  /** Pixels of the list's pane, from its top, that no row covers though there are more rows. */
  readonly bare: number;
  /** Of the selected row, from the top of the pane; null: it is not among those that are rendered. */
  readonly selectedTop: number | null;
  readonly count: number;
}

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

const capture = (path: string) => fetch(host.captureUrl + path, { method: 'POST', body: '{}' });
const rows = (page: Page) => page.getByRole('option');
const selected = (page: Page) => page.locator('[role="option"][aria-selected="true"]');
const jump = (page: Page) => page.getByRole('button', { name: /^Jump to newest/ });

/** Captures that many under a name, the last one after all others. */
async function captures(name: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count - 1 }, (_, index) => capture(`/${name}/${index}`)));
  await capture(`/${name}/last`);
}

/** As many that come in one frame, which is painted when this ends. */
async function capturesInOneFrame(page: Page, name: string, count: number): Promise<void> {
  await page.evaluate(() => window.holdFrames());
  const told = page.evaluate((text) => window.toldOf(text), `/${name}/last`);
  await captures(name, count);
  await told;
  await page.evaluate(() => window.releaseFrames());
}

/** Runs in the page. */
function instruments(): void {
  const ask = window.requestAnimationFrame.bind(window);
  let isHeld = false;
  let waiting: FrameRequestCallback[] = [];
  window.requestAnimationFrame = (run) => (isHeld ? waiting.push(run) : ask(run));
  window.holdFrames = () => {
    isHeld = true;
  };
  window.releaseFrames = () => {
    isHeld = false;
    for (const run of waiting) ask(run);
    waiting = [];
  };

  const told: string[] = [];
  const listeners = new Set<() => void>();
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        told.push(new TextDecoder('latin1').decode(data));
        // The app is told of it in the same turn, behind this listener.
        setTimeout(() => {
          for (const listener of listeners) listener();
        });
      });
    }
  };
  window.toldOf = (text) =>
    new Promise((resolve) => {
      const look = () => {
        if (!told.some((message) => message.includes(text))) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });

  const readClock = Date.now.bind(Date);
  const setEvery = window.setInterval.bind(window);
  let aheadMs: number | null = null;
  Date.now = () => readClock() + (aheadMs ?? 0);
  // Node's types of the same name are here as well; what the page asks for is a function without arguments.
  window.setInterval = ((run: () => void, ms?: number) =>
    setEvery(() => {
      if (aheadMs === null) run();
    }, ms)) as typeof window.setInterval;
  window.setAheadMs = (ms) => {
    aheadMs = ms;
  };

  window.painted = [];
  window.watchList = () => {
    const canvas = document.querySelector('.capture-canvas');
    const pane = canvas?.parentElement;
    if (canvas === null || pane == null) throw new Error('there is no list');
    // Called between a frame's layout and its painting.
    new ResizeObserver(() => {
      const { top, bottom } = pane.getBoundingClientRect();
      const count = Math.round(canvas.clientHeight / 30);
      const boxes = [...canvas.children].map((row) => row.getBoundingClientRect());
      const covered = boxes.reduce(
        (sum, box) => sum + Math.max(0, Math.min(box.bottom, bottom) - Math.max(box.top, top)),
        0,
      );
      const row = canvas.querySelector('[aria-selected="true"]');
      window.painted.push({
        bare: Math.min(bottom - top, canvas.clientHeight) - covered,
        selectedTop: row === null ? null : row.getBoundingClientRect().top - top,
        count,
      });
    }).observe(canvas);
  };
}

async function openList(): Promise<Page> {
  await captures('before', 60);
  const page = await openApp(browser, host.url, { losesEngine: true, before: instruments });
  await selected(page).filter({ hasText: '/before/last' }).waitFor();
  return page;
}

/** Watches from here on; the first frame is that of now. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => window.watchList());
  await page.waitForFunction(() => window.painted.length > 0);
}

async function painted(page: Page, count: number): Promise<readonly Painted[]> {
  await page.waitForFunction((wanted) => window.painted.at(-1)?.count === wanted, count);
  return page.evaluate(() => window.painted);
}

describe('the list under load', () => {
  it('is painted with its rows, and with the chosen one where it was, when more come in one frame than it shows', async () => {
    const page = await openList();
    await rows(page).nth(4).click();
    await watch(page);
    await capturesInOneFrame(page, 'first', 150);
    await painted(page, 210);
    await capturesInOneFrame(page, 'second', 150);
    const frames = await painted(page, 360);
    expect(frames.map(({ bare }) => Math.round(bare))).toEqual(frames.map(() => 0));
    expect(frames.map(({ selectedTop }) => selectedTop)).toEqual(frames.map(() => 4 * 30));
    await jump(page).click();
    await selected(page).filter({ hasText: '/second/last' }).waitFor();
  });

  it('keeps a row on screen that was chosen with the keyboard just before', async () => {
    const page = await openList();
    await watch(page);
    await page.evaluate(() => window.holdFrames());
    await page.keyboard.press('End');
    await capturesInOneFrame(page, 'more', 150);
    await painted(page, 210);
    // Two frames in which nothing comes: what scrolls on of itself has then done so.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const box = await selected(page).boundingBox();
    const pane = await page.getByRole('listbox').boundingBox();
    expect(box?.y).toBeCloseTo((pane?.y ?? 0) + (pane?.height ?? 0) - 30, 0);
  });
});

describe('the list after Clear', () => {
  it('follows the newest again, whatever was chosen before', async () => {
    const page = await openList();
    await rows(page).nth(4).click();
    await page.keyboard.press('ControlOrMeta+Shift+Backspace');
    await page.getByRole('heading', { name: 'Waiting for the first request' }).waitFor();
    await captures('after', 41);
    await selected(page).filter({ hasText: '/after/last' }).waitFor();
    await page.getByText('41 captures', { exact: true }).waitFor();
    expect(await jump(page).count()).toBe(0);
  });
});

describe('how long ago a capture came', () => {
  it('is told by the clock of now, and never as something to come', async () => {
    const page = await openList();
    const told = page.getByRole('region', { name: 'Selected capture' }).locator('time').first();
    // Of these captures the page first hears an hour after they came, and its last tick was long before.
    await page.evaluate(() => window.setAheadMs(3_600_000));
    await capture('/late');
    await selected(page).filter({ hasText: '/late' }).waitFor();
    await expect.poll(() => told.textContent()).toBe('1 h ago');
    await page.evaluate(() => window.setAheadMs(-3_600_000));
    await capture('/early');
    await selected(page).filter({ hasText: '/early' }).waitFor();
    await expect.poll(() => told.textContent()).toBe('just now');
  });
});
