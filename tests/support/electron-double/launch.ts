import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { programUrl } from '../programs.ts';
import { createPeer, type Peer } from './peer.ts';
import { type DoubleWindow, openWindow, type WindowOptions } from './window.ts';

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
  /** Messages that the main process has sent to its pages (`webContents.send`). */
  sentToPages: number;
  readonly standardError: () => string;
  /** A call of the main process's side of the double (`session.permission`, `window.navigate`, …). */
  ask(method: string, ...args: readonly unknown[]): Promise<unknown>;
  readonly exited: Promise<number | null>;
  quit(): Promise<number | null>;
}

export function launchDesktopDouble(options: DoubleOptions): DesktopDouble {
  const child = fork(options.main, [...(options.args ?? [])], {
    execArgv: ['--import', programUrl('with-electron-double').href],
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
  const windows = new Map<number, DoubleWindow>();
  const first = Promise.withResolvers<Page>();
  void exited.then((code) =>
    first.reject(new Error(`the app ended (exit ${code}) without a window\n${standardError}`)),
  );
  // Rejected when the app ends early; whoever waits for the page hears of it.
  first.promise.catch(() => undefined);

  function windowOf(id: number): DoubleWindow {
    const window = windows.get(id);
    if (window === undefined) throw new Error(`there is no window ${id}`);
    return window;
  }

  const double: DesktopDouble = {
    page: first.promise,
    notes,
    pressButton: 1,
    sentToPages: 0,
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
      const opened = openWindow(options.browser, peer, id, windowOptions);
      windows.set(id, opened);
      first.resolve(await opened.page);
    },
    'window.load': (id: number, url: string) => windowOf(id).load(url),
    'window.send'(id: number, channel: string, args: unknown[]) {
      double.sentToPages++;
      return windowOf(id).deliver(channel, args);
    },
    'window.destroy'(id: number) {
      const { close } = windowOf(id);
      windows.delete(id);
      return close();
    },
  });
  return double;
}

function channelOf(child: ChildProcess): Parameters<typeof createPeer>[0] {
  return {
    send: (message) => {
      // One that is ending has closed its side before it says so: nobody is there to be told, and its end is waited for elsewhere.
      if (child.connected) child.send(message, () => undefined);
    },
    // Only electron.ts of this folder writes to the channel, with the messages of `peer.ts`.
    listen: (listener) => child.on('message', (message) => listener(message as never)),
  };
}
