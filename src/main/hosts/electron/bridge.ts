import { BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { Logger } from 'pino';
import type { CallOutcome } from '../../../core/call.ts';
import type { EventName, Events } from '../../../core/contract.ts';
import { EVENT_NAMES } from '../../../core/wire.ts';
import { answerCall } from '../../dispatch.ts';
import { createEventOutbox, type EventOutbox, LAGGING_BYTES } from '../event-outbox.ts';
import type { ServedEngine } from '../web/server.ts';
import { type AppPage, isOwnUrl } from './policy.ts';

/**
 * The contract over three IPC channels: `command` (page to engine, with an outcome), `event` (engine to page) and `taken` (the
 * page's word that it took an event). The only place that listens to IPC, so that no handler can be reached without the check of
 * its sender.
 */
export function serveBridge(engine: ServedEngine, page: AppPage, log: Logger): void {
  const mailboxes = new WeakMap<WebContents, Mailbox>();
  const mailboxOf = (contents: WebContents): Mailbox => {
    const mailbox = mailboxes.get(contents) ?? openMailbox(contents);
    mailboxes.set(contents, mailbox);
    return mailbox;
  };

  ipcMain.handle('command', (event, name: unknown, input: unknown): Promise<CallOutcome> | CallOutcome => {
    if (isOwnPage(event, page)) return answerCall(engine.handlers, log, name, input);
    log.warn('a frame that is not the app’s own page made a call');
    return { ok: false, error: { name: 'InvalidCall', message: 'only the app’s own page may call' } };
  });
  ipcMain.on('taken', (event) => {
    if (isOwnPage(event, page)) mailboxOf(event.sender).taken();
  });
  for (const name of EVENT_NAMES) {
    engine.on(name, (event) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) {
        if (!webContents.isDestroyed() && isOwnUrl(page, webContents.getURL()))
          mailboxOf(webContents).event(name, event);
      }
    });
  }
}

interface Mailbox {
  readonly event: EventOutbox['event'];
  /** The page took the oldest event that it had not. */
  taken(): void;
}

/** Electron sends without bound to a page that stands still, so what the page has yet to take is counted here. */
function openMailbox(contents: WebContents): Mailbox {
  let untaken: number[] = [];
  let untakenBytes = 0;
  const open = (): EventOutbox =>
    createEventOutbox({
      lagging: () => untakenBytes > LAGGING_BYTES,
      send(name, event) {
        if (contents.isDestroyed()) return;
        const bytes = roughBytes(event);
        untaken.push(bytes);
        untakenBytes += bytes;
        contents.send('event', name, event);
      },
    });
  let outbox = open();
  // Another document, after a reload or a crash, takes none of what was sent to the one before; it lists anew.
  contents.on('did-navigate', () => {
    untaken = [];
    untakenBytes = 0;
    outbox = open();
  });
  return {
    event: (name, event) => outbox.event(name, event),
    taken() {
      untakenBytes -= untaken.shift() ?? 0;
      outbox.catchUp();
    },
  };
}

/** What a row has besides its target and the headers shown of it. */
const ROW_BYTES = 512;

/** Rows are what comes in floods, and only they may be large by a sender's doing. */
function roughBytes<K extends EventName>(event: Events[K]): number {
  if (!('rows' in event)) return ROW_BYTES;
  return event.rows.reduce(
    (sum, { target, contentType }) => sum + ROW_BYTES + (target?.length ?? 0) + (contentType?.length ?? 0),
    0,
  );
}

/** The main frame of the app's page. A frame that has navigated or gone is null; `about:blank` is not the page. */
function isOwnPage({ senderFrame }: IpcMainInvokeEvent | IpcMainEvent, page: AppPage): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnUrl(page, senderFrame.url);
}
