import { type ServerResponse, STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import { concatBytes, latin1Bytes, latin1Text, utf8Bytes } from '../../core/bytes.ts';
import type { EndpointReply } from '../../core/endpoint.ts';
import { flattenHeaders, type HeaderList, sameHeaderName } from '../../core/http/headers.ts';

/** A reply of the listener's own: one sentence as text. */
export function textReply(status: number, sentence: string, headers: HeaderList = []): EndpointReply {
  return {
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers],
    body: utf8Bytes(`${sentence}\n`),
  };
}

/**
 * Up to here a body goes as a byte string, which Node joins to the head and writes at once. Head and bytes would be two
 * buffers and a vectored write, with which a small request took a third longer in all.
 */
const ONE_WRITE_BYTES = 4096;

/** What the sender gets when a bug of ours kept the request from being stored: a 2xx would lose it. */
export const bugReply = textReply(500, 'The request was not stored because of an internal error.');

/**
 * Writes a reply on a connection that stays open: the headers as given, in their order and case, with the one
 * Content-Length that is true. Node adds Date and Connection.
 */
export function writeReply(response: ServerResponse, reply: EndpointReply, onBug: (error: unknown) => void): void {
  const { status, body } = writeHead(response, reply, onBug);
  if (!hasBody(status)) response.end();
  else if (body.length > ONE_WRITE_BYTES) response.end(body);
  else response.end(latin1Text(body), 'latin1');
}

/** Gives the reply whose body has to follow: another one where HTTP does not allow this one's headers. */
export function writeHead(
  response: ServerResponse,
  reply: EndpointReply,
  onBug: (error: unknown) => void,
): EndpointReply {
  try {
    response.writeHead(reply.status, flattenHeaders(framedHeaders(reply, response.req.method ?? '')));
    return reply;
  } catch (error) {
    // Node throws before it writes anything.
    onBug(error);
    response.writeHead(bugReply.status, flattenHeaders(framedHeaders(bugReply, '')));
    return bugReply;
  }
}

/** The last reply of a connection as bytes, for when Node's response object cannot be used any more. */
export function closingReply(
  reply: EndpointReply,
  method: string,
  now: number,
  onBug: (error: unknown) => void,
): Uint8Array {
  try {
    for (const [name, value] of reply.headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
  } catch (error) {
    onBug(error);
    return closingReply(bugReply, method, now, onBug);
  }
  const headers: HeaderList = [
    ...framedHeaders(reply, method).filter(([name]) => !sameHeaderName(name, 'connection')),
    ['Date', new Date(now).toUTCString()],
    ['Connection', 'close'],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = latin1Bytes(`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}\r\n${lines}\r\n`);
  return method === 'HEAD' || !hasBody(reply.status) ? head : concatBytes([head, reply.body]);
}

/** RFC 9110, sections 15.3.5 and 15.4.5. */
export function hasBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** The one Content-Length in the place of a given one. A forwarded reply to HEAD says how long GET’s would be (RFC 9110, 8.6). */
function framedHeaders({ status, headers, body }: EndpointReply, method: string): HeaderList {
  const framed: (readonly [string, string])[] = [];
  let isPlaced = !hasBody(status);
  for (const [name, value] of headers) {
    if (sameHeaderName(name, 'transfer-encoding')) continue;
    if (!sameHeaderName(name, 'content-length')) framed.push([name, value]);
    else if (!isPlaced) {
      isPlaced = true;
      framed.push([name, method === 'HEAD' && body.length === 0 ? value : String(body.length)]);
    }
  }
  return isPlaced ? framed : [...framed, ['Content-Length', String(body.length)]];
}
