import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Logger } from 'pino';
import type { CallOutcome } from '../../../core/call.ts';
import { EVENT_NAMES } from '../../../core/wire.ts';
import { answerCall } from '../../dispatch.ts';
import type { ServedEngine } from '../web/server.ts';
import { type AppPage, isOwnUrl } from './policy.ts';

/**
 * The contract over two IPC channels: `command` (page to engine, with an outcome) and `event` (engine to page). The only
 * place that listens to IPC, so that no handler can be reached without the check of its sender.
 */
export function serveBridge(engine: ServedEngine, page: AppPage, log: Logger): void {
  ipcMain.handle('command', (event, name: unknown, input: unknown): Promise<CallOutcome> | CallOutcome => {
    if (isOwnPage(event, page)) return answerCall(engine.handlers, log, name, input);
    log.warn('a frame that is not the app’s own page made a call');
    return { ok: false, error: { name: 'InvalidCall', message: 'only the app’s own page may call' } };
  });
  for (const name of EVENT_NAMES) {
    engine.on(name, (event) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) {
        if (!webContents.isDestroyed() && isOwnUrl(page, webContents.getURL())) webContents.send('event', name, event);
      }
    });
  }
}

/** The main frame of the app's page. A frame that has navigated or gone is null; `about:blank` is not the page. */
function isOwnPage({ senderFrame }: IpcMainInvokeEvent, page: AppPage): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnUrl(page, senderFrame.url);
}
