/** What the window may do, as plain decisions; `security.ts` hands them to Electron. */

export const APP_SCHEME = 'app';

/** The one page there is. The development server of electron-vite takes its place in `npm run dev`. */
export interface AppPage {
  readonly url: string;
}

export function appPage(developmentUrl: string | undefined): AppPage {
  const url = developmentUrl === undefined ? undefined : parse(developmentUrl);
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  return { url: local ? url.href : `${APP_SCHEME}://bundle/` };
}

/**
 * Whether a frame or navigation belongs to the page. Compared by parts, never by prefix, and not by `origin`, which is
 * `null` for schemes that the URL standard does not know. `about:blank` and an empty URL are nobody's.
 */
export function isOwnUrl(page: AppPage, candidate: string): boolean {
  const own = parse(page.url);
  const url = parse(candidate);
  return url !== undefined && url.protocol === own?.protocol && url.host === own.host && url.username === '';
}

/** All else is denied; Electron by itself would approve most of it. */
export function isPermitted(permission: string, requestingUrl: string, page: AppPage): boolean {
  return permission === 'clipboard-sanitized-write' && isOwnUrl(page, requestingUrl);
}

/**
 * The URL that may be offered to the system's browser, in the form to show (hosts in punycode, so that look-alike letters
 * show), or undefined: only http and https, no user name that could pose as a host, nothing a shell could take otherwise.
 */
export function externalUrl(candidate: string): string | undefined {
  const url = parse(candidate);
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  if (url.username !== '' || url.password !== '' || url.hostname === '' || candidate.length > 2000) return undefined;
  return url.href;
}

/** Whether a download is a file that the page itself made. */
export function isOwnDownload(page: AppPage, candidate: string): boolean {
  return candidate.startsWith('blob:') && isOwnUrl(page, candidate.slice('blob:'.length));
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
