import type { Failure, TargetProblem } from '../failure.ts';
import { type HeaderList, sameHeaderName } from '../http/headers.ts';
import { type HttpRequest, queryOfTarget } from '../http/message.ts';
import { serialiseRequest } from '../http/raw-message.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Draft } from './draft.ts';

/**
 * What is changed between a capture (or a draft) and the bytes that are sent, in the words the screen shows. Everything
 * else goes out as it was captured: the method, the path and query byte for byte, header case, order and duplicates,
 * and the body.
 *
 * - RFC 9110, section 7.2: `Host` names the target, whoever it named when it was captured.
 * - RFC 9110, section 7.6.1: connection headers describe the connection of the capture. They are left out by the fixed
 *   list below, and not by what the captured `Connection` names, or a sender could have a signature header left out.
 * - RFC 9112, section 6: the body is framed by its length. How it was framed when captured is not part of the message.
 * - RFC 9110, section 10.1.1: `Expect` asks to hold the body back, and it is sent at once.
 */
export const sendingRules: readonly string[] = [
  'Host is set to the target’s, in its place; further Host headers are left out.',
  'Connection becomes “close”, in its place; none is added.',
  'Keep-Alive, Proxy-Connection, TE, Trailer, Upgrade and Expect are left out, and trailers with them.',
  'Content-Length is set to the length of the body, in its place. A chunked body is sent with Content-Length instead of Transfer-Encoding.',
  'The request is sent as HTTP/1.1, and redirects are not followed.',
];

const leftOut: ReadonlySet<string> = new Set(['keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);

/** Headers after `sendingRules`. Applying the rules again changes nothing. */
export function sendableHeaders(headers: HeaderList, bodyBytes: number, authority: string): HeaderList {
  const sendable: (readonly [string, string])[] = [];
  let hosts = 0;
  let connections = 0;
  let lengths = 0;
  for (const [name, value] of headers) {
    switch (name.toLowerCase()) {
      case 'host':
        if (hosts++ === 0) sendable.push([name, authority]);
        break;
      case 'connection':
        if (connections++ === 0) sendable.push([name, 'close']);
        break;
      case 'content-length':
        if (lengths++ === 0) sendable.push([name, String(bodyBytes)]);
        break;
      case 'transfer-encoding':
        // An ambiguous capture may have both; the Content-Length has its own place then.
        if (lengths === 0 && !headers.some(([other]) => sameHeaderName(other, 'content-length'))) {
          lengths++;
          sendable.push([name === name.toLowerCase() ? 'content-length' : 'Content-Length', String(bodyBytes)]);
        }
        break;
      default:
        if (!leftOut.has(name.toLowerCase())) sendable.push([name, value]);
    }
  }
  if (hosts === 0) sendable.unshift(['Host', authority]);
  if (lengths === 0 && bodyBytes > 0) sendable.push(['Content-Length', String(bodyBytes)]);
  return sendable;
}

/**
 * A captured request towards another target. A typed URL without a path (`http://127.0.0.1:3000`) takes the captured path
 * and query. One with a path names the handler and is used as it stands, with the captured query when it has none.
 */
export function fromCapture(
  captured: Pick<HttpRequest, 'method' | 'target' | 'headers'>,
  body: Uint8Array,
  targetUrl: string,
): Draft {
  const url = joinTarget(targetUrl, captured.target);
  const parsed = parseTarget(url);
  const headers = parsed.ok ? sendableHeaders(captured.headers, body.length, parsed.value.authority) : captured.headers;
  return { method: captured.method, url, headers, body, signing: null };
}

/** The rule of `fromCapture` for the URL alone. */
export function joinTarget(typed: string, captured: string): string {
  if (/^https?:\/\/[^/?#]+$/i.test(typed) && captured.startsWith('/')) return typed + captured;
  const query = queryOfTarget(captured);
  return query === '' || /[?#]/.test(typed) ? typed : `${typed}?${query}`;
}

/** A draft as it goes on the wire, and where to. */
export interface WireRequest {
  /** Scheme and authority in lower case, without the scheme's default port: `https://example.com`. */
  readonly origin: string;
  /** A name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly request: HttpRequest;
  /** The request serialised. */
  readonly bytes: Uint8Array;
}

/**
 * Checks a draft and applies `sendingRules`. The path and query of the URL go out as typed, byte for byte (`%7e`, `//`
 * and `..` stay); what would end the request line or a header line early is refused, never cleaned.
 */
export function wireRequest(draft: Draft): Result<WireRequest, Failure> {
  const target = parseTarget(draft.url);
  if (!target.ok) return target;
  const { authority, requestTarget, origin, host, port, tls } = target.value;
  // RFC 9110, section 9.3.6: CONNECT takes no path and turns the connection into a tunnel instead of getting a reply.
  if (draft.method === 'CONNECT') {
    return fail({ code: 'request-unsendable', problem: 'CONNECT opens a tunnel and has no reply to show' });
  }
  const request: HttpRequest = {
    method: draft.method,
    target: requestTarget,
    httpVersion: '1.1',
    headers: sendableHeaders(draft.headers, draft.body.length, authority),
    body: draft.body,
    trailers: [],
  };
  const bytes = serialiseRequest(request);
  return bytes.ok ? ok({ origin, host, port, tls, request, bytes: bytes.value }) : bytes;
}

interface Target {
  readonly origin: string;
  /** For the Host header: the host as typed, with the port unless it is the scheme's default. */
  readonly authority: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly requestTarget: string;
}

/** Splits by hand: the WHATWG parser would normalise the path (`..`, `%7e`, backslashes) that the user wants sent. */
function parseTarget(url: string): Result<Target, Failure> {
  const invalid = (problem: TargetProblem) => fail({ code: 'target-invalid', url, problem } as const);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return invalid('not-a-url');
  const parts = /^https?:\/\/([^/?#\\]*)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/is.exec(url);
  if (parts === null) return invalid(scheme === 'http' || scheme === 'https' ? 'not-a-url' : 'not-http');
  const [, authorityText = '', path = '', query = '', fragment] = parts;
  if (fragment !== undefined) return invalid('has-fragment');
  if (authorityText.includes('@')) return invalid('has-credentials');
  const [, hostText, portText] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authorityText) ?? [];
  if (hostText === undefined || hostText === '') return invalid('no-host');
  if (!/^(\[[0-9a-f:.]+\]|[0-9a-z._-]+)$/i.test(hostText)) return invalid('bad-host');
  const tls = scheme === 'https';
  const usual = tls ? 443 : 80;
  const port = portText === undefined ? usual : /^[0-9]{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65535) return invalid('bad-port');
  const authority = port === usual ? hostText : `${hostText}:${port}`;
  return ok({
    origin: `${scheme}://${authority.toLowerCase()}`,
    authority,
    host: hostText.replace(/^\[|\]$/g, '').toLowerCase(),
    port,
    tls,
    requestTarget: `${path === '' ? '/' : path}${query}`,
  });
}
