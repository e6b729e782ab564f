import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { jsonRequest } from './capture.ts';
import { markdownTable, measureInTurn, quantile, type Spread, short, spread, spreadOf } from './harness.ts';
import { runLoad } from './load.ts';
import type { Report } from './run.ts';
import { watchScreen } from './screen-probe.ts';
import { type OwnServer, startOurs } from './servers.ts';

const RATES = [1, 100, 1000] as const;
const SECONDS = 5;
const ROWS = 100_000;
/** Two frames of a screen with 60 a second. */
const SLOW_FRAME_MS = 33.4;

interface Live {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly slowFrames: number;
  readonly longestFrameMs: number;
  readonly longestTaskMs: number;
}

/** A real Chromium on the web host: from the sending of a request to its row's painting, and what the page costs. */
export async function benchmark(rounds: number): Promise<Report> {
  const server = await startOurs();
  const browser = await launchChromium();
  try {
    const page = await openApp(browser, server);
    const screen = await watchScreen(page);
    const subjects = RATES.map((rate) => ({
      name: `${rate} requests a second`,
      async measure(): Promise<Live> {
        await screen.read();
        await sendSteadily(server.port, rate);
        const { delaysMs, framesMs, longTasksMs } = await screen.read();
        if (delaysMs.length === 0) throw new Error('no row was painted');
        return {
          p50Ms: quantile(delaysMs, 0.5),
          p95Ms: quantile(delaysMs, 0.95),
          slowFrames: framesMs.filter((ms) => ms > SLOW_FRAME_MS).length / framesMs.length,
          longestFrameMs: Math.max(...framesMs),
          longestTaskMs: Math.max(0, ...longTasksMs),
        };
      },
    }));
    const figures = await measureInTurn(subjects, rounds);
    const live = subjects.map(({ name }, index) => ({ name, ...spreadsOf(figures[index] ?? []) }));
    await page.context().close();

    const heapMiB = await heapWithRows(browser, server);
    const editor = await measureInTurn(
      [{ name: 'the first editor', measure: () => firstEditor(browser, server) }],
      rounds,
    );
    const coldMs = spreadOf((editor[0] ?? []).map(([cold]) => cold));
    const againMs = spreadOf((editor[0] ?? []).map(([, again]) => again));
    const rows = live.map((each) => [
      each.name,
      spread(each.p50Ms),
      spread(each.p95Ms),
      `${(100 * each.slowFrames.median).toFixed(1)} %`,
      short(each.longestFrameMs.median),
      short(each.longestTaskMs.median),
    ]);
    const head = [
      'rate',
      'sent to painted, p50, ms',
      'p95, ms',
      'frames over 33 ms',
      'longest frame, ms',
      'longest task, ms',
    ];
    return {
      markdown: [
        `Chromium ${browser.version()}, headless, drawing in software on the same cores; ${SECONDS} s a round.`,
        markdownTable(head, rows),
        `Heap of the page after ${ROWS} rows came while it was open: ${short(heapMiB)} MiB.`,
        `First editor, from the click on Body to its painted text: ${spread(coldMs)} ms in a new browser profile, ${spread(againMs)} ms on the next page of the same.`,
      ].join('\n\n'),
      data: { chromium: browser.version(), live, heapMiB, rows: ROWS, firstEditor: { coldMs, againMs } },
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

function spreadsOf(all: readonly Live[]): Readonly<Record<keyof Live, Spread>> {
  const of = (key: keyof Live): Spread => spreadOf(all.map((each) => each[key]));
  return {
    p50Ms: of('p50Ms'),
    p95Ms: of('p95Ms'),
    slowFrames: of('slowFrames'),
    longestFrameMs: of('longestFrameMs'),
    longestTaskMs: of('longestTaskMs'),
  };
}

async function openApp(browser: Browser, server: OwnServer): Promise<Page> {
  return openIn(await browser.newContext({ viewport: { width: 1280, height: 800 } }), server);
}

async function openIn(context: BrowserContext, { host }: OwnServer): Promise<Page> {
  // Without one, there is a welcome in place of the list.
  await fetch(`${host.captureUrl}/hooks`, { method: 'POST', body: '{"hello":"world"}' });
  const page = await context.newPage();
  await page.goto(host.url);
  await page.getByRole('option').first().waitFor();
  return page;
}

async function sendSteadily(port: number, rate: number): Promise<void> {
  const program = fileURLToPath(new URL('processes/steady-sender.ts', import.meta.url));
  const args = [program, port, rate, SECONDS].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { sent, answered }: { sent: number; answered: number } = JSON.parse(stdout);
  if (answered < sent) throw new Error(`${sent} requests were sent, ${answered} answered`);
}

async function heapWithRows(browser: Browser, server: OwnServer): Promise<number> {
  const page = await openApp(browser, server);
  const devtools = await page.context().newCDPSession(page);
  const requests = [jsonRequest(1024)];
  for (let sent = 0; sent < ROWS; ) {
    sent += (await runLoad({ port: server.port, requests, connections: 16, seconds: 2 })).answered;
  }
  await page.getByRole('option').first().waitFor();
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await page.context().close();
  return usedSize / 2 ** 20;
}

/** The first of a new profile, and the first of the page after that. */
async function firstEditor(browser: Browser, server: OwnServer): Promise<readonly [number, number]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const times: number[] = [];
  for (let page = 0; page < 2; page++) times.push(await openEditor(await openIn(context, server)));
  await context.close();
  return [times[0] ?? Number.NaN, times[1] ?? Number.NaN];
}

async function openEditor(page: Page): Promise<number> {
  await page.getByRole('option').first().click();
  await page.getByRole('tab', { name: /^Body/ }).waitFor();
  const painted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let from = 0;
        document.addEventListener('pointerdown', () => (from = performance.now()), { capture: true, once: true });
        const look = (): void => {
          if (document.querySelector('.monaco-editor .view-line span') === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - from));
        };
        look();
      }),
  );
  await page.getByRole('tab', { name: /^Body/ }).click();
  return painted;
}
