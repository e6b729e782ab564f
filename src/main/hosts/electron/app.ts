import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor, session } from 'electron';
import type { Logger } from 'pino';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import type { Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import type { Engine } from '../../engine.ts';
import type { SecretSealer } from '../../secrets/sealer.ts';
import { serveBridge } from './bridge.ts';
import { installMenu } from './menu.ts';
import { appPage } from './policy.ts';
import { declareAppScheme, serveAppScheme } from './protocol.ts';
import { openSafeStorageSealer } from './safe-storage-sealer.ts';
import { hardenContents, hardenSession } from './security.ts';
import { openWindow } from './window.ts';

/** What the desktop host needs of the engine. */
export type DesktopEngine = Pick<Engine, 'handlers' | 'on' | 'start' | 'wake' | 'close'>;

export interface DesktopOptions {
  readonly dataDir: string;
  /** The built renderer, `out/renderer`. */
  readonly rendererDir: string;
  /** The built preload, `out/preload/index.cjs`. */
  readonly preload: string;
  readonly icon: string;
  readonly log: Logger;
  openEngine(
    openSealer: (dataDir: string) => Promise<Result<SecretSealer, Failure>>,
  ): Promise<Result<DesktopEngine, Failure>>;
}

/** The desktop app. Called before Electron is ready: the sandbox and the scheme have to be declared by then. */
export async function runDesktopApp(options: DesktopOptions): Promise<void> {
  const { log } = options;
  app.setName('Hookproof');
  app.enableSandbox();
  declareAppScheme();
  const failure = placeProfileIn(options.dataDir);
  if (failure !== null) return giveUp(failure);
  if (!app.requestSingleInstanceLock()) {
    // The first instance shows its window (`second-instance` below).
    app.quit();
    return;
  }
  const page = appPage(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL);
  hardenContents(page, log);
  await app.whenReady();
  hardenSession(session.defaultSession, page);
  installMenu();
  await serveAppScheme(options.rendererDir);

  const opened = await options.openEngine((dataDir) => openSafeStorageSealer(dataDir, log));
  if (!opened.ok) return giveUp(opened.failure);
  const engine = opened.value;
  closeBeforeQuitting(engine, log);
  serveBridge(engine, page, log);
  powerMonitor.on('resume', engine.wake);

  let window: BrowserWindow | null = null;
  const show = (): void => {
    if (window !== null && !window.isDestroyed()) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = openWindow({ ...options, page });
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    // On macOS an app without a window runs on, and so does the capturing.
    if (process.platform !== 'darwin') app.quit();
  });
  show();
  await engine.start();
}

/** Before Electron is ready, it prints the words to standard error where it cannot show them. */
function giveUp(failure: Failure): void {
  const { title, hint } = explain(failure);
  dialog.showErrorBox(title, hint);
  // As the command line says it.
  app.exit(failure.code === 'data-dir-locked' ? 3 : 1);
}

/**
 * Chromium's own files (caches, the instance lock) in a folder below the data folder: beside the history on every system, not
 * among it, and one instance a data folder. Synchronous, for Electron takes the path only before it is ready.
 */
function placeProfileIn(dataDir: string): Failure | null {
  const profile = join(dataDir, 'window');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
  } catch (error) {
    const detail = errnoOf(error);
    if (detail === null) throw error;
    return { code: 'data-dir-unwritable', dataDir, detail };
  }
  app.setPath('userData', profile);
  return null;
}

/** Everything received is on disk and announced before the process ends. */
function closeBeforeQuitting(engine: DesktopEngine, log: Logger): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    engine
      .close()
      .catch((error) => log.error({ err: error }, 'the engine did not close'))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
