import { app, BrowserWindow, dialog, type Session, shell, type WebContents } from 'electron';
import type { Logger } from 'pino';
import { type AppPage, externalUrl, isOwnDownload, isOwnUrl, isPermitted } from './policy.ts';

/**
 * Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), the points that are handlers:
 * permissions, navigation, windows, webviews, downloads and links to the outside.
 */

export function hardenSession(session: Session, page: AppPage): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl, page));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin, page),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(page, item.getURL())) event.preventDefault();
  });
}

/** For every web contents there will ever be, webviews and their kind included. */
export function hardenContents(page: AppPage, log: Logger): void {
  const links = createLinkOpener(log);
  app.on('web-contents-created', (_, contents) => {
    const stay = (event: Electron.Event<{ url: string }>): void => {
      if (isOwnUrl(page, event.url)) return;
      event.preventDefault();
      log.warn('a navigation away from the app was stopped');
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void links.open(contents, url);
      return { action: 'deny' };
    });
  });
}

/** Links go to the system's browser, one question at a time, and never without showing where they lead. */
function createLinkOpener(log: Logger): { open(contents: WebContents, candidate: string): Promise<void> } {
  let asking = false;
  return {
    async open(contents, candidate) {
      const url = externalUrl(candidate);
      if (url === undefined) return log.warn('a link that is not a plain web address was not opened');
      if (asking) return;
      asking = true;
      try {
        const { response } = await ask(contents, {
          type: 'question',
          message: 'Open this link in your browser?',
          detail: url,
          buttons: ['Open', 'Cancel'],
          defaultId: 1,
          cancelId: 1,
          noLink: true,
        });
        if (response === 0) await shell.openExternal(url);
      } catch (error) {
        log.error({ err: error }, 'a link was not opened');
      } finally {
        asking = false;
      }
    },
  };
}

function ask(contents: WebContents, options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> {
  const window = BrowserWindow.fromWebContents(contents);
  return window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);
}
