import { METHODS } from 'node:http';
import { latin1Text } from '../../core/bytes.ts';
import { guessProtocol } from './protocol-guess.ts';

/** What Node's parser says when it refuses a request: llhttp's code and its own reason. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
}

/**
 * Why the parser refused, in one sentence for the user. `bytes` are those of the refused request from its first byte;
 * `follows` says that a complete request came before them on the same connection, `inBody` that its head was accepted.
 */
export function reasonOf(
  error: ParserError,
  bytes: Uint8Array,
  place: { readonly follows: boolean; readonly inBody: boolean },
): string {
  const code = error.code ?? '';
  if (place.inBody) return inBody[code] ?? general(error);
  const message = guessProtocol(bytes) ?? inHead(code, bytes) ?? general(error);
  if (!place.follows) return message;
  // The commonest cause by far: the parser takes the rest of a body for the next request.
  return `${message} It follows a complete request: if it is that one’s body, Content-Length is missing or too small.`;
}

const SPACE_IN_URL = 'The URL is not percent-encoded: it holds a space.';
const BARE_LF = 'A line ends in a bare LF instead of CR LF.';

function general(error: ParserError): string {
  return `The HTTP parser stopped: ${error.reason ?? error.message}.`;
}

const inBody: Readonly<Record<string, string>> = {
  HPE_INVALID_CHUNK_SIZE: 'A chunk of the body does not begin with its size in hexadecimal.',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'The extensions of a chunk are longer than 16 KiB.',
  HPE_INVALID_TRANSFER_ENCODING: 'Transfer-Encoding does not end in “chunked”, so the end of the body is unknown.',
  HPE_STRICT: 'A chunk of the body does not end in CR LF.',
  HPE_LF_EXPECTED: 'A chunk of the body does not end in CR LF.',
  HPE_CR_EXPECTED: 'A chunk of the body does not end in CR LF.',
  HPE_HEADER_OVERFLOW: 'The trailers are too long.',
};

function inHead(code: string, bytes: Uint8Array): string | null {
  const head = headText(bytes);
  switch (code) {
    case 'HPE_INVALID_METHOD':
      return aboutMethod(head);
    case 'HPE_INVALID_URL':
      return aboutTarget(head);
    case 'HPE_INVALID_VERSION':
    case 'HPE_INVALID_CONSTANT':
      return aboutVersion(head);
    case 'HPE_HEADER_OVERFLOW':
      return 'The request line and headers are longer than this listener takes.';
    case 'HPE_CLOSED_CONNECTION':
      return 'These bytes follow a request that said “Connection: close”.';
    case 'HPE_UNEXPECTED_CONTENT_LENGTH':
    case 'HPE_INVALID_CONTENT_LENGTH':
    case 'HPE_INVALID_TRANSFER_ENCODING':
      return aboutFraming(head);
    default:
      return aboutHeaders(head);
  }
}

/** Enough to find the fault in; one byte a character. */
function headText(bytes: Uint8Array): string {
  const text = latin1Text(bytes.subarray(0, 128 * 1024)).replace(/^[\r\n]+/, '');
  const end = text.indexOf('\r\n\r\n');
  return end === -1 ? text : text.slice(0, end);
}

function aboutMethod(head: string): string {
  const line = firstLine(head);
  if (/^[ \t]/.test(line)) return 'The request line begins with white space.';
  const method = /^[^ ]*/.exec(line)?.[0] ?? '';
  if (METHODS.includes(method.toUpperCase()) && method !== method.toUpperCase()) {
    return `The method “${method}” has lower-case letters; methods are written in capitals (${method.toUpperCase()}).`;
  }
  if (/^[A-Za-z-]+$/.test(method) && / HTTP\/\d/.test(line)) {
    return `“${excerpt(method)}” is not a method that the HTTP parser knows.`;
  }
  return 'The bytes do not begin with an HTTP request line.';
}

function aboutTarget(head: string): string {
  const target = firstLine(head)
    .replace(/^\S+ +/, '')
    .replace(/ HTTP\/\d\.\d$/, '');
  if (HIGH_BYTE.test(target)) return 'The URL is not percent-encoded: it holds bytes above 0x7F.';
  if (holdsControl(target)) return 'The URL is not percent-encoded: it holds a control character.';
  if (target.includes(' ')) return SPACE_IN_URL;
  return 'The URL in the request line is not one that HTTP allows.';
}

/** A request that two readers could cut at different places is how requests are smuggled past a proxy. */
function aboutFraming(head: string): string {
  const lengths = head.match(/^content-length:/gim)?.length ?? 0;
  const codings = head.match(/^transfer-encoding:/gim)?.length ?? 0;
  if (lengths > 0 && codings > 0) return 'The request has both Content-Length and Transfer-Encoding.';
  if (lengths > 1) return 'The request has more than one Content-Length.';
  if (codings > 1) return 'The request has more than one Transfer-Encoding.';
  if (codings === 1) return 'Transfer-Encoding is not “chunked”, or something follows “chunked”.';
  return 'Content-Length is not a plain decimal number.';
}

function aboutVersion(head: string): string {
  const line = firstLine(head);
  if (/^\S+ +\S+ +.*HTTP\//.test(line) && !/^\S+ +\S+ +HTTP\//.test(line)) return SPACE_IN_URL;
  if (/ HTTP\/1\.[01]$/.test(line) && head[line.length] === '\n') return BARE_LF;
  return 'The request line does not end in HTTP/1.0 or HTTP/1.1.';
}

function aboutHeaders(head: string): string | null {
  const lines = head.split('\n');
  if (lines.slice(0, -1).some((line) => !line.endsWith('\r'))) return BARE_LF;
  for (const [index, whole] of lines.entries()) {
    const line = whole.replace(/\r$/, '');
    if (line.includes('\r')) return `Line ${index + 1} of the head holds a bare CR.`;
    if (line.includes('\0')) return `Line ${index + 1} of the head holds a NUL byte.`;
    if (index === 0) continue;
    const fault = headerFault(line);
    if (fault !== null) return `Header line ${index}${fault}.`;
  }
  return null;
}

function headerFault(line: string): string | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  if (/^[ \t]/.test(line)) return ' begins with white space: it continues the one before (obsolete folding)';
  if (colon === -1) return ' has no colon';
  if (name === '') return ' has no name before its colon';
  if (/[ \t]$/.test(name)) return ' has white space between the name and the colon';
  if (HIGH_BYTE.test(name)) return ' has bytes above 0x7F in its name';
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return ' has a character in its name that names may not have';
  if (holdsControl(line.replaceAll('\t', ' '))) return ' holds a control character';
  return null;
}

const HIGH_BYTE = /[\x80-\xff]/;

function holdsControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    if (byte < 0x20 || byte === 0x7f) return true;
  }
  return false;
}

function firstLine(head: string): string {
  return /^[^\r\n]*/.exec(head)?.[0] ?? '';
}

function excerpt(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

/** What can be read of the request line of a refused request, so that its row says where it was meant to go. */
export function readableRequestLine(bytes: Uint8Array): {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
} {
  const line = firstLine(latin1Text(bytes.subarray(0, 16 * 1024)).replace(/^[\r\n]+/, ''));
  const parts = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}) +(\S.*?) *HTTP\/(\d\.\d)$/.exec(line);
  if (parts === null) return { method: '', target: '', httpVersion: '' };
  const [, method = '', target = '', httpVersion = ''] = parts;
  return { method, target, httpVersion };
}
