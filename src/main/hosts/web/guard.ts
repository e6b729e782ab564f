import type { IncomingMessage } from 'node:http';

/** Why a request is turned away before anything else looks at it. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 421;
  /** For the person who reads the response; says nothing of the token. */
  readonly message: string;
}

/**
 * Lets through what our own page on our own address sends, and a person opening that address. A page of another site that
 * found the port gets nowhere: by DNS rebinding (`Host`), by a form, image or script (`Sec-Fetch-Site`), by fetch or
 * WebSocket (`Origin`). Returns undefined for what may pass; the token is asked for afterwards.
 */
export function refuse(request: IncomingMessage, port: number): Refusal | undefined {
  const { method, url = '', headers, rawHeaders } = request;
  if (!url.startsWith('/')) return { status: 400, message: 'The request target has to be a path.' };
  const hosts = rawHeaders.filter((_, index) => index % 2 === 0 && rawHeaders[index]?.toLowerCase() === 'host');
  if (hosts.length !== 1 || !isOwnHost(headers.host, port)) {
    return {
      status: 421,
      message: `Open Hookproof at http://127.0.0.1:${port}, the same port on both ends of a tunnel.`,
    };
  }
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return { status: 403, message: 'This address answers its own page only (Origin).' };
  }
  const site = headers['sec-fetch-site'];
  const opened = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !opened) {
    return { status: 403, message: 'This address answers its own page only (Sec-Fetch-Site).' };
  }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, message: 'Only GET and HEAD are answered here.' };
  return undefined;
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const names = ['127.0.0.1', 'localhost'];
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}
