import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Logger } from 'pino';
import type { AppPage } from './policy.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  readonly page: AppPage;
  readonly preload: string;
  readonly icon: string;
  /** Where the window's place is kept. */
  readonly dataDir: string;
  readonly log: Logger;
}

/** A renderer that dies again within this is not loaded a third time. */
const CRASH_LOOP_MS = 10_000;

export function openWindow(options: WindowOptions): BrowserWindow {
  const { log } = options;
  const stateFile = join(options.dataDir, 'window.json');
  const state = readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    title: 'Hookproof',
    icon: options.icon,
    ...(state === null
      ? { width: 1280, height: 800 }
      : { x: state.x, y: state.y, width: state.width, height: state.height }),
    minWidth: 800,
    minHeight: 560,
    show: false,
    // What shows before the page has painted, in the page's own two backgrounds.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15171c' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const report = (error: unknown): void => log.warn({ err: error }, 'the window’s place was not kept');
    writeWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }, report);
  });

  let diedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_, details) => {
    if (details.reason === 'clean-exit') return;
    log.error({ reason: details.reason, exitCode: details.exitCode }, 'the page’s process ended');
    const again = performance.now() - diedAt > CRASH_LOOP_MS;
    diedAt = performance.now();
    // Captures are the engine's and go on being taken; the page lists them again when it is loaded.
    if (again) window.webContents.reload();
  });
  window.loadURL(options.page.url).catch((error) => log.error({ err: error }, 'the page was not loaded'));
  return window;
}
