import type { HeaderList } from './headers.ts';

/**
 * One HTTP request as data. `target` is the request target exactly as sent (RFC 9112, section 3.2), a byte string;
 * `body` is the content with the transfer coding removed and the content coding (gzip, …) left as it came.
 */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  /** `1.1`, `1.0`, `0.9`, …: the digits of the request line, without `HTTP/`. */
  readonly httpVersion: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly trailers: HeaderList;
}

/** One HTTP response as data; `body` as in `HttpRequest`. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly trailers: HeaderList;
}

/** The path part of a request target, without the query; `*` and authority forms are returned as they are. */
export function pathOfTarget(target: string): string {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target);
  const rest = absolute ? target.slice(absolute[0].length) || '/' : target;
  const end = rest.search(/[?#]/);
  return end === -1 ? rest : rest.slice(0, end);
}

/** The query part of a request target without its `?`, or the empty string. */
export function queryOfTarget(target: string): string {
  const start = target.indexOf('?');
  if (start === -1) return '';
  const hash = target.indexOf('#', start);
  return target.slice(start + 1, hash === -1 ? undefined : hash);
}

/** Path and query of an absolute URL as they are, or of a path alone; without the fragment, which is never sent. */
export function targetOfUrl(url: string): string {
  const target = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return target.startsWith('/') ? target : `/${target}`;
}
