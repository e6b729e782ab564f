import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type HeaderList, headerValues } from '../../core/http/headers.ts';

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

/** Length of the head at the start of `bytes`, line breaks before the request line included; -1 when it has no end. */
export function headLength(bytes: Uint8Array): number {
  // An HTTP/0.9 request line may end in a bare LF; every other line ends in CR LF, or the parser does not accept it.
  const end = bufferOf(bytes).indexOf('\n\r\n', requestLineAt(bytes), 'latin1');
  return end === -1 ? -1 : end + 3;
}

/** Whether `bytes` begin with the request line that the parser has read. */
export function beginsWith(bytes: Uint8Array, { method = '', url = '' }: IncomingMessage): boolean {
  const text = bufferOf(bytes);
  const start = requestLineAt(bytes);
  let at = start + method.length;
  if (text.toString('latin1', start, at) !== method) return false;
  while (bytes[at] === SPACE) at++;
  return text.toString('latin1', at, at + url.length) === url;
}

/** As the parser sees it (llhttp, `F_CONNECTION_UPGRADE` and `F_UPGRADE`). */
export function asksForUpgrade(headers: HeaderList): boolean {
  if (headerValues(headers, 'upgrade').length === 0) return false;
  const tokens = headerValues(headers, 'connection').flatMap((value) => value.split(','));
  return tokens.some((token) => token.trim().toLowerCase() === 'upgrade');
}

function requestLineAt(bytes: Uint8Array): number {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  return start;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
