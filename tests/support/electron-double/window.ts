import { readFile } from 'node:fs/promises';
import type { Browser, Frame, Page, Route } from 'playwright-core';
import type { Peer } from './peer.ts';

/** What the test plays of a `BrowserWindow`: a page of a real Chromium with the built preload in it. */

/** Where Chromium sees `app://bundle/`, a scheme it does not know: an address of its own, secure like a declared scheme. */
const PAGE_ORIGIN = 'http://bundle.app.localhost';
const APP_ORIGIN = 'app://bundle';

export interface WindowOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

export interface DoubleWindow {
  readonly page: Promise<Page>;
  load(url: string): Promise<void>;
  /** `webContents.send`: queued at once, so that it comes before whatever the main process sends later. */
  deliver(channel: string, args: unknown[]): Promise<void>;
  close(): Promise<void>;
}

export function openWindow(browser: Browser, peer: Peer, id: number, options: WindowOptions): DoubleWindow {
  // Events and answers leave the main process over one channel; here they take two ways into the page, so each event is
  // delivered before the next one and before a later answer.
  let last: Promise<unknown> = Promise.resolve();
  const queue: [string, unknown[]][] = [];

  async function deliverQueued(): Promise<void> {
    const batch = queue.splice(0);
    const target = await page;
    if (batch.length === 0 || target.isClosed()) return;
    await target.evaluate((messages) => {
      for (const [name, values] of messages) Reflect.get(window, '__electronDoubleReceive')?.(name, values);
    }, batch);
  }

  async function open(): Promise<Page> {
    const { width, height, webPreferences } = options;
    const context = await browser.newContext({ viewport: { width, height } });
    await context.addInitScript(preloadScript(await readFile(webPreferences.preload, 'utf8')));
    await context.route('**/*', (route) => serve(route, peer, id));
    await context.exposeBinding('__electronDoubleInvoke', async ({ frame }, channel: string, args: unknown[]) => {
      const value = await peer.call('ipc.invoke', identityOf(frame), channel, args);
      // A failed delivery is its sender's to hear of.
      await last.catch(() => undefined);
      return value;
    });
    await context.exposeBinding('__electronDoubleSend', ({ frame }, channel: string, args: unknown[]) =>
      // Fails only when the app has ended meanwhile, as an event that is not taken any more.
      peer.call('ipc.send', id, identityOf(frame), channel, args).catch(() => undefined),
    );
    const opened = await context.newPage();
    opened.on('framenavigated', (frame) => {
      if (frame !== opened.mainFrame()) return;
      // Fails only when the app has ended meanwhile, which whoever ended it knows.
      peer.call('window.loaded', id, appUrl(frame.url())).catch(() => undefined);
    });
    return opened;
  }

  const page = open();
  return {
    page,
    async load(url) {
      await (await page).goto(url.replace(APP_ORIGIN, PAGE_ORIGIN));
    },
    deliver(channel, args) {
      queue.push([channel, args]);
      const delivery = last.catch(() => undefined).then(deliverQueued);
      last = delivery;
      return delivery;
    },
    async close() {
      await (await page).context().close();
    },
  };
}

const appUrl = (url: string): string => url.replace(PAGE_ORIGIN, APP_ORIGIN);

function identityOf(frame: Frame): { url: string; isMainFrame: boolean } {
  return { url: appUrl(frame.url()), isMainFrame: frame.parentFrame() === null };
}

/** The page's own origin is the app's protocol handler; a navigation elsewhere is the app's to prevent; all else is no network. */
async function serve(route: Route, peer: Peer, id: number): Promise<void> {
  const request = route.request();
  const url = request.url();
  if (url.startsWith(`${PAGE_ORIGIN}/`)) {
    const answer = await peer.call('protocol.request', appUrl(url), request.method());
    // `protocol.request` of electron.ts answers with these three.
    const { status, headers, body } = answer as { status: number; headers: Record<string, string>; body: Uint8Array };
    return route.fulfill({ status, headers, body: Buffer.from(body) });
  }
  if (request.isNavigationRequest()) {
    const event = request.frame().parentFrame() === null ? 'will-navigate' : 'will-frame-navigate';
    const prevented = await peer.call('window.navigate', id, event, url);
    if (prevented !== true) throw new Error(`the app let its window navigate to ${url}`);
    // An aborted navigation, unlike a blocked one, leaves the page as it is.
    return route.abort('aborted');
  }
  return route.abort('blockedbyclient');
}

/** The built preload in the page's main frame, given the two modules of Electron that a sandboxed preload may have. */
function preloadScript(preload: string): string {
  return `
if (window === top && location.origin === ${JSON.stringify(PAGE_ORIGIN)}) {
  const listeners = new Map();
  Object.defineProperty(window, '__electronDoubleReceive', {
    value: (channel, args) => { 
      // A listener's own error is the page's, and does not keep the others from the event.
      for (const listener of [...(listeners.get(channel) ?? [])]) try { listener({}, ...args); } catch (error) { reportError(error); }
    },
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }),
    },
    ipcRenderer: {
      // structuredClone: what Electron's IPC cannot carry is refused here too.
      invoke: (channel, ...args) => window.__electronDoubleInvoke(channel, structuredClone(args)),
      send: (channel, ...args) => void window.__electronDoubleSend(channel, structuredClone(args)),
      on: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
      off: (channel, listener) => listeners.get(channel)?.delete(listener),
      setMaxListeners: () => undefined,
    },
  };
  const load = (require, module, exports) => {${preload}\n};
  const module = { exports: {} };
  load((name) => { if (name !== 'electron') throw new Error('no module ' + name); return electron; }, module, module.exports);
}`;
}
