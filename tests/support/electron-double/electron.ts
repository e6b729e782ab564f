import { EventEmitter } from 'node:events';
import { createPeer } from './peer.ts';

/**
 * A double of the `electron` module: what Hookproof's main bundle uses of it and no more, strict where Electron is (what has to
 * be called before `ready`, what a handler may answer). Its windows are pages of a real Chromium that the parent process plays.
 * It has no sandbox and no context isolation; those are only Electron's own to give, and the options that ask for them are told
 * to the test.
 */

interface FrameIdentity {
  readonly url: string;
  readonly isMainFrame: boolean;
}

type Handler = (...args: unknown[]) => unknown;

function note(name: string, ...args: unknown[]): void {
  void peer.call('note', name, args);
}

/** An event as Electron passes it to listeners that may prevent what it announces. */
function preventable<T extends object>(details: T) {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly paths = new Map<string, string>();
  ready = false;
  quitting = false;
  name = 'electron';

  readonly commandLine = {
    getSwitchValue: (name: string): string =>
      process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  };

  setName(name: string): void {
    this.name = name;
  }
  setPath(name: string, path: string): void {
    if (this.ready) throw new Error('the double: the profile is in use already');
    this.paths.set(name, path);
    note('app.setPath', name, path);
  }
  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    note('app.enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    return process.env.ELECTRON_DOUBLE_SECOND !== '1';
  }
  whenReady(): Promise<void> {
    return this.ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', resolve));
  }
  quit(): void {
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    for (const window of BrowserWindow.getAllWindows()) window.close();
    this.exit(0);
  }
  exit(code: number): void {
    // The last notes are on their way to the parent; `disconnect` lets them arrive.
    process.exitCode = code;
    setImmediate(() => {
      process.disconnect();
      process.exit(code);
    });
  }
}

export const app = new App();

class WebContents extends EventEmitter {
  readonly id: number;
  url = '';
  openHandler: ((details: { url: string }) => { action: string }) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
  }
  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return !windows.has(this.id);
  }
  send(channel: string, ...args: unknown[]): void {
    // As in Electron, what is sent to a page that is going away is lost.
    peer.call('window.send', this.id, channel, args).catch(() => undefined);
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  reload(): void {
    void peer.call('window.load', this.id, this.url);
  }
}

const windows = new Map<number, BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  readonly webContents: WebContents;
  readonly created: Promise<unknown>;
  bounds: { x: number; y: number; width: number; height: number };

  constructor(options: Record<string, unknown>) {
    super();
    const id = windows.size + 1;
    const of = (name: string, otherwise: number): number => {
      const value = options[name];
      return typeof value === 'number' ? value : otherwise;
    };
    this.bounds = { x: of('x', 40), y: of('y', 40), width: of('width', 800), height: of('height', 600) };
    this.webContents = new WebContents(id);
    windows.set(id, this);
    this.created = peer.call('window.create', id, options);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    await this.created;
    await peer.call('window.load', this.webContents.id, url);
  }
  getNormalBounds() {
    return this.bounds;
  }
  isDestroyed(): boolean {
    return !windows.has(this.webContents.id);
  }
  isMaximized(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return false;
  }
  maximize(): void {
    note('window.maximize');
  }
  restore(): void {
    note('window.restore');
  }
  show(): void {
    note('window.show');
  }
  focus(): void {
    note('window.focus');
  }
  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return;
    windows.delete(this.webContents.id);
    this.emit('closed');
    void peer.call('window.destroy', this.webContents.id);
    if (windows.size === 0 && !app.quitting) app.emit('window-all-closed');
  }
}

const ipcHandlers = new Map<string, Handler>();
const ipcListeners = new EventEmitter();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (ipcHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    ipcHandlers.set(channel, handler);
  },
  on(channel: string, listener: Handler): void {
    ipcListeners.on(channel, listener);
  },
};

const schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
const protocolHandlers = new Map<string, (request: Request) => Promise<Response> | Response>();

export const protocol = {
  registerSchemesAsPrivileged(declared: typeof schemes): void {
    if (app.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    schemes.push(...declared);
    note('protocol.registerSchemesAsPrivileged', declared);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response> | Response): void {
    if (!app.ready) throw new Error('protocol.handle should be called after app is ready');
    protocolHandlers.set(scheme, handler);
  },
};

class Session extends EventEmitter {
  permissionRequest: Handler | undefined;
  permissionCheck: Handler | undefined;
  devicePermission: Handler | undefined;

  setPermissionRequestHandler(handler: Handler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.devicePermission = handler;
  }
}

export const session = { defaultSession: new Session() };

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => note('Menu.setApplicationMenu', menu),
};

export const dialog = {
  showErrorBox: (title: string, content: string) => note('dialog.showErrorBox', title, content),
  /** The parent answers with the button pressed. */
  async showMessageBox(...args: unknown[]): Promise<unknown> {
    return { response: await peer.call('dialog.answer', args.at(-1)), checkboxChecked: false };
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    note('shell.openExternal', url);
  },
};

export const nativeTheme = { shouldUseDarkColors: false };

/** `resume` after a sleep, which this machine does not take. */
export const powerMonitor = new EventEmitter();

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

/** As on a desktop with a keyring (the sealed form is readable: it protects nothing) or, when asked to be, without one. */
export const safeStorage = {
  getSelectedStorageBackend: () =>
    app.ready ? (process.env.ELECTRON_DOUBLE_KEY_STORE ?? 'gnome_libsecret') : 'unknown',
  isAsyncEncryptionAvailable: async () => app.ready,
  encryptStringAsync: async (text: string) => Buffer.from(`v${keyVersion()} ${text}`),
  async decryptStringAsync(sealed: Buffer) {
    const [, version, result] = /^v(\d+) (.*)$/s.exec(sealed.toString()) ?? [];
    if (result === undefined) throw new Error('Error while decrypting the ciphertext provided to safeStorage');
    return { result, shouldReEncrypt: version !== keyVersion() };
  },
};

const keyVersion = (): string => process.env.ELECTRON_DOUBLE_KEY_VERSION ?? '1';

function contentsOf(id: number): WebContents {
  const window = windows.get(id);
  if (window === undefined) throw new Error(`the double has no window ${id}`);
  return window.webContents;
}

function listen(listener: (message: never) => void): void {
  // Only the parent of this folder writes to the channel, with the messages of `peer.ts`.
  process.on('message', (message) => listener(message as never));
}

if (process.send === undefined)
  throw new Error('the double of Electron runs under tests/support/electron-double/launch.ts');

const peer = createPeer(
  { send: (message) => process.connected && process.send?.(message), listen },
  {
    async 'protocol.request'(url: string, method: string) {
      const handler = protocolHandlers.get(new URL(url).protocol.slice(0, -1));
      if (handler === undefined) return { status: 502, headers: {}, body: new Uint8Array() };
      const response = await handler(new Request(url, { method }));
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      };
    },
    async 'ipc.invoke'(frame: FrameIdentity | null, channel: string, args: unknown[]) {
      const handler = ipcHandlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const senderFrame = frame && { url: frame.url, parent: frame.isMainFrame ? null : {} };
      return handler({ senderFrame }, ...args);
    },
    'ipc.send'(id: number, frame: FrameIdentity, channel: string, args: unknown[]) {
      const senderFrame = { url: frame.url, parent: frame.isMainFrame ? null : {} };
      ipcListeners.emit(channel, { senderFrame, sender: contentsOf(id) }, ...args);
    },
    'window.navigate'(id: number, name: string, url: string) {
      const event = preventable({ url });
      contentsOf(id).emit(name, event);
      return event.defaultPrevented;
    },
    'window.loaded'(id: number, url: string) {
      const contents = contentsOf(id);
      const first = contents.url === '';
      contents.url = url;
      contents.emit('did-navigate', {}, url);
      if (first) windows.get(id)?.emit('ready-to-show');
    },
    'window.open': (id: number, url: string) => contentsOf(id).openHandler?.({ url }).action,
    'window.attachWebview'(id: number) {
      const event = preventable({});
      contentsOf(id).emit('will-attach-webview', event);
      return event.defaultPrevented;
    },
    'window.close': (id: number) => windows.get(id)?.close(),
    'session.permission': async (permission: string, requestingUrl: string) => {
      const { permissionRequest, permissionCheck, devicePermission } = session.defaultSession;
      return {
        request: await new Promise((resolve) => permissionRequest?.(null, permission, resolve, { requestingUrl })),
        check: permissionCheck?.(null, permission, requestingUrl, {}),
        device: devicePermission?.({ deviceType: permission, origin: requestingUrl }),
      };
    },
    'session.download'(url: string) {
      const event = preventable({});
      session.defaultSession.emit('will-download', event, { getURL: () => url });
      return event.defaultPrevented;
    },
    'app.secondInstance': () => app.emit('second-instance'),
    'app.quit': () => app.quit(),
  },
);

// Nothing is left to play the windows: the test has ended without ending the app.
process.once('disconnect', () => process.exit());

// Electron is ready some time after the entry was evaluated, which imports this module first.
setImmediate(() => {
  app.ready = true;
  app.emit('ready');
});
