import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Frame, Page, Route } from 'playwright-core';
import { createPeer, type Peer } from './peer.ts';

/** Where Chromium sees `app://bundle/`, a scheme it does not know: an address of its own, secure like a declared scheme. */
const PAGE_ORIGIN = 'http://bundle.app.localhost';
const APP_ORIGIN = 'app://bundle';

export interface DoubleOptions {
  readonly browser: Browser;
  /** The main process's entry: a built bundle, or TypeScript. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The app running against the double of Electron: its main process in a Node of its own, its windows in `browser`. */
export interface DesktopDouble {
  /** The first window's page. */
  readonly page: Promise<Page>;
  /** What the app asked Electron to do, in order: `['dialog.showErrorBox', [title, content]]`. */
  readonly notes: readonly (readonly [name: string, args: readonly unknown[]])[];
  /** Which button the user presses in message boxes; the boxes shown are in `notes` as `dialog.showMessageBox`. */
  pressButton: number;
  readonly standardError: () => string;
  /** A call of the main process's side of the double (`session.permission`, `window.navigate`, …). */
  ask(method: string, ...args: readonly unknown[]): Promise<unknown>;
  readonly exited: Promise<number | null>;
  quit(): Promise<number | null>;
}

interface DoubleWindow {
  readonly page: Page;
  readonly deliver: (channel: string, args: unknown[]) => Promise<void>;
  readonly delivered: () => Promise<void>;
}

export function launchDesktopDouble(options: DoubleOptions): DesktopDouble {
  const child = fork(options.main, [...(options.args ?? [])], {
    execArgv: ['--import', fileURLToPath(new URL('register.ts', import.meta.url))],
    env: { ...process.env, ...options.env },
    // Structured clone, as Electron's IPC.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let standardError = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    standardError += chunk;
  });
  const exited: Promise<number | null> = once(child, 'exit').then(([code]) => code);
  const notes: [string, readonly unknown[]][] = [];
  const windows = new Map<number, Promise<DoubleWindow>>();
  const first = Promise.withResolvers<Page>();
  void exited.then((code) =>
    first.reject(new Error(`the app ended (exit ${code}) without a window\n${standardError}`)),
  );
  // Rejected when the app ends early; whoever waits for the page hears of it.
  first.promise.catch(() => undefined);

  async function windowOf(id: number): Promise<DoubleWindow> {
    const window = windows.get(id);
    if (window === undefined) throw new Error(`there is no window ${id}`);
    return window;
  }

  const double: DesktopDouble = {
    page: first.promise,
    notes,
    pressButton: 1,
    standardError: () => standardError,
    ask: (method, ...args) => peer.call(method, ...args),
    exited,
    async quit() {
      if (child.connected) void peer.call('app.quit').catch(() => undefined);
      return exited;
    },
  };

  const peer: Peer = createPeer(channelOf(child), {
    note(name: string, args: readonly unknown[]) {
      notes.push([name, args]);
    },
    'dialog.answer'(shown: unknown) {
      notes.push(['dialog.showMessageBox', [shown]]);
      return double.pressButton;
    },
    async 'window.create'(id: number, windowOptions: WindowOptions) {
      notes.push(['BrowserWindow', [windowOptions]]);
      const opening = openPage(options.browser, peer, id, windowOptions);
      windows.set(id, opening);
      const { page } = await opening;
      first.resolve(page);
    },
    async 'window.load'(id: number, url: string) {
      const { page } = await windowOf(id);
      await page.goto(url.replace(APP_ORIGIN, PAGE_ORIGIN));
    },
    async 'window.send'(id: number, channel: string, args: unknown[]) {
      const { deliver } = await windowOf(id);
      await deliver(channel, args);
    },
    async 'window.destroy'(id: number) {
      const { page } = await windowOf(id);
      windows.delete(id);
      await page.context().close();
    },
  });
  return double;
}

interface WindowOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

async function openPage(browser: Browser, peer: Peer, id: number, options: WindowOptions): Promise<DoubleWindow> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: options.width, height: options.height },
  });
  const preload = await readFile(options.webPreferences.preload, 'utf8');
  await context.addInitScript(preloadScript(preload));
  await context.route('**/*', (route) => serve(route, peer, id));
  const page = await context.newPage();

  // Events and answers leave the main process over one channel; here they take two ways into the page, so each event is
  // delivered before the next one and before a later answer.
  let last: Promise<unknown> = Promise.resolve();
  const queue: [string, unknown[]][] = [];
  const deliver = (channel: string, args: unknown[]): Promise<void> => {
    queue.push([channel, args]);
    last = last.then(async () => {
      const batch = queue.splice(0);
      if (batch.length === 0 || page.isClosed()) return;
      await page.evaluate((messages) => {
        for (const [name, values] of messages) Reflect.get(window, '__electronDoubleReceive')?.(name, values);
      }, batch);
    });
    return last.then(() => undefined);
  };
  const delivered = (): Promise<void> => last.then(() => undefined);

  await context.exposeBinding('__electronDoubleInvoke', async ({ frame }, channel: string, args: unknown[]) => {
    const value = await peer.call('ipc.invoke', identityOf(frame), channel, args);
    await delivered();
    return value;
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) void peer.call('window.loaded', id, appUrl(frame.url())).catch(() => undefined);
  });
  return { page, deliver, delivered };
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
    value: (channel, args) => { for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...args); },
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }),
    },
    ipcRenderer: {
      // structuredClone: what Electron's IPC cannot carry is refused here too.
      invoke: (channel, ...args) => window.__electronDoubleInvoke(channel, structuredClone(args)),
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

function channelOf(child: ChildProcess): Parameters<typeof createPeer>[0] {
  return {
    send: (message) => {
      if (child.connected) child.send(message);
    },
    // Only electron.ts of this folder writes to the channel, with the messages of `peer.ts`.
    listen: (listener) => child.on('message', (message) => listener(message as never)),
  };
}
