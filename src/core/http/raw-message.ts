import { concatBytes, latin1Bytes, latin1Text } from '../bytes.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import { type HeaderList, headerValues, withoutBlanks } from './headers.ts';
import type { HttpRequest } from './message.ts';

/** RFC 9110, section 5.6.2: what methods and header names are made of. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Neither white space nor control bytes, which would end or blur the target. Bytes above 0x7F pass: they are what was sent. */
const TARGET = /^[^\0-\x20\x7f]+$/;
/** Several spaces pass because the listener's parser accepts them; no version at all is HTTP/0.9, which it accepts too. */
// Not \S, which takes byte 0xA0 for a space.
const REQUEST_LINE = /^([^ \t]+) +([^ \t]+)(?: +(?:HTTP|RTSP|ICE)\/(\d\.\d))? *$/;
const VERSION = /^\d\.\d$/;
// Any number of zeros may stand in front. 2^52 in hex has 14 digits: anything of up to 13 is an exact integer.
const CHUNK_SIZE = /^0*([0-9A-Fa-f]{1,13})[ \t]*(?:;.*)?$/s;

const LF = 0x0a;
const CR = 0x0d;

/** A problem in the user's words, thrown inside the parser only and turned into a failure at its door. */
class Unreadable extends Error {}

/**
 * A raw HTTP/1.1 request from a file: as it came over the wire, or as a person typed it (RFC 9112). Lines may end in a bare
 * LF. A chunked body is decoded and Content-Length is obeyed; without either, everything after the empty line is the body,
 * because a file has an end where a connection has none. One line break after a measured body is an editor's and passes.
 * Failure: `request-file-invalid`.
 */
export function parseRawRequest(bytes: Uint8Array): Result<HttpRequest, Failure> {
  try {
    return ok(readRequest(bytes));
  } catch (error) {
    if (error instanceof Unreadable) return fail({ code: 'request-file-invalid', problem: error.message });
    throw error;
  }
}

function readRequest(bytes: Uint8Array): HttpRequest {
  if (bytes.length === 0) throw new Unreadable('it is empty');
  if (bytes[0] === 0xef && bytes[1] === 0xbb) throw new Unreadable('it begins with a byte-order mark');
  const lines = new LineReader(bytes);
  // RFC 9112, section 2.2: empty lines before the request line are skipped.
  let line = lines.next('it holds only empty lines');
  while (line === '') line = lines.next('it holds only empty lines');
  const { method, target, httpVersion } = readRequestLine(line);
  const headers = readFields(lines, 'there is no empty line after the headers');
  const { body, trailers } = readBody(lines, headers);
  return { method, target, httpVersion, headers, body, trailers };
}

function readRequestLine(line: string): { method: string; target: string; httpVersion: string } {
  const parts = REQUEST_LINE.exec(line);
  if (parts === null) throw new Unreadable(`the first line is not “METHOD target HTTP/1.1” but “${excerpt(line)}”`);
  const [, method = '', target = '', httpVersion = '0.9'] = parts;
  if (!TOKEN.test(method)) throw new Unreadable(`“${excerpt(method)}” is not a method`);
  if (!TARGET.test(target)) throw new Unreadable('the request target holds a control character');
  return { method, target, httpVersion };
}

/** Header or trailer fields up to and including the empty line. */
function readFields(lines: LineReader, whenUnended: string): HeaderList {
  const fields: [string, string][] = [];
  for (;;) {
    const number = lines.number + 1;
    const line = lines.next(whenUnended);
    if (line === '') return fields;
    if (/^[ \t]/.test(line)) {
      throw new Unreadable(`line ${number} continues the header before it (obsolete folding); join the two lines`);
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (colon === -1) throw new Unreadable(`line ${number} has no colon: “${excerpt(line)}”`);
    if (!TOKEN.test(name)) throw new Unreadable(`line ${number} has no valid header name: “${excerpt(line)}”`);
    const value = withoutBlanks(line.slice(colon + 1));
    if (/[\0\r]/.test(value)) throw new Unreadable(`the value of ${name} in line ${number} holds a NUL or CR`);
    fields.push([name, value]);
  }
}

function readBody(lines: LineReader, headers: HeaderList): { body: Uint8Array; trailers: HeaderList } {
  const lengths = headerValues(headers, 'content-length');
  if (headerValues(headers, 'transfer-encoding').length > 0) {
    if (!isChunked(headers)) throw new Unreadable('Transfer-Encoding does not end in “chunked”');
    if (lengths.length > 0) throw new Unreadable('it has both Content-Length and Transfer-Encoding');
    const chunked = readChunks(lines);
    refuseRest(lines, 'the chunked body');
    return chunked;
  }
  const [length] = lengths;
  if (length === undefined) return { body: lines.takeRest(), trailers: [] };
  if (lengths.length > 1) throw new Unreadable('it has more than one Content-Length');
  if (!/^\d{1,15}$/.test(length)) throw new Unreadable(`Content-Length is not a number: “${excerpt(length)}”`);
  const wanted = Number(length);
  if (lines.left < wanted) {
    throw new Unreadable(`Content-Length says ${wanted} bytes, but the body has ${lines.left}`);
  }
  const body = lines.take(wanted);
  refuseRest(lines, `the ${wanted} bytes that Content-Length says`);
  return { body, trailers: [] };
}

function refuseRest(lines: LineReader, what: string): void {
  const rest = lines.takeRest();
  const lineBreak = rest.length === 0 || (rest.length === 1 && rest[0] === LF) || latin1Is(rest, '\r\n');
  if (!lineBreak) throw new Unreadable(`${rest.length} more bytes follow ${what}`);
}

/** RFC 9112, section 7.1. */
function readChunks(lines: LineReader): { body: Uint8Array; trailers: HeaderList } {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const line = lines.next('the chunked body has no last chunk');
    const size = CHUNK_SIZE.exec(line)?.[1];
    if (size === undefined) throw new Unreadable(`“${excerpt(line)}” is not a chunk size`);
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    if (lines.left < length) throw new Unreadable('the chunked body ends inside a chunk');
    chunks.push(lines.take(length));
    if (lines.next('the chunked body has no last chunk') !== '') {
      throw new Unreadable('a chunk is longer than its size says');
    }
  }
  const trailers = readFields(lines, 'there is no empty line after the chunked body');
  const [only] = chunks;
  return { body: chunks.length === 1 && only !== undefined ? only : concatBytes(chunks), trailers };
}

/** Whether the body of a message with these headers is framed in chunks (RFC 9112, section 6.3). */
export function isChunked(headers: HeaderList): boolean {
  const codings = headerValues(headers, 'transfer-encoding').join(',').split(',');
  return codings.at(-1)?.trim().toLowerCase() === 'chunked';
}

/**
 * The request as bytes: start line, headers in the given order and case, the body as it is. With `Transfer-Encoding:
 * chunked` the body becomes one chunk, followed by the trailers. Lengths in the headers are the caller's to get right.
 * Failure `request-unsendable`: a part that would end its line or change what the next parser reads.
 */
export function serialiseRequest(request: HttpRequest): Result<Uint8Array, Failure> {
  const { method, target, httpVersion, headers, body, trailers } = request;
  const chunked = isChunked(headers);
  const problem =
    (!TOKEN.test(method) && 'the method is not a token') ||
    ((!TARGET.test(target) || !isByteString(target)) &&
      'the target is empty, or holds white space, a control character or a character above U+00FF') ||
    (!VERSION.test(httpVersion) && 'the HTTP version is not of the form 1.1') ||
    fieldsProblem(headers) ||
    fieldsProblem(trailers) ||
    (trailers.length > 0 && !chunked && 'trailers need “Transfer-Encoding: chunked”');
  if (problem) return fail({ code: 'request-unsendable', problem });
  const head = latin1Bytes(`${method} ${target} HTTP/${httpVersion}\r\n${fieldLines(headers)}\r\n`);
  if (!chunked) return ok(concatBytes([head, body]));
  const end = latin1Bytes(`0\r\n${fieldLines(trailers)}\r\n`);
  if (body.length === 0) return ok(concatBytes([head, end]));
  const size = latin1Bytes(`${body.length.toString(16)}\r\n`);
  return ok(concatBytes([head, size, body, latin1Bytes('\r\n'), end]));
}

function fieldLines(fields: HeaderList): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function fieldsProblem(fields: HeaderList): string | false {
  for (const [name, value] of fields) {
    if (!TOKEN.test(name)) return `“${excerpt(name)}” is not a header name`;
    if (/[\0\r\n]/.test(value)) return `the value of ${name} holds a line break or NUL`;
    if (!isByteString(value)) return `the value of ${name} holds a character above U+00FF`;
  }
  return false;
}

function isByteString(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

/** Enough of hostile text to find the place by, with nothing that would break the sentence around it. */
function excerpt(text: string): string {
  const printable = text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
  return text.length > 40 ? `${printable}…` : printable;
}

function latin1Is(bytes: Uint8Array, text: string): boolean {
  return bytes.length === text.length && latin1Text(bytes) === text;
}

/** Reads lines (CRLF or LF) and counted bytes from one array; what it hands out are views. */
class LineReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #number = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Of the line read last, from 1. */
  get number(): number {
    return this.#number;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  next(whenUnended: string): string {
    const end = this.#bytes.indexOf(LF, this.#at);
    if (end === -1) throw new Unreadable(whenUnended);
    const textEnd = end > this.#at && this.#bytes[end - 1] === CR ? end - 1 : end;
    const line = latin1Text(this.#bytes.subarray(this.#at, textEnd));
    this.#at = end + 1;
    this.#number++;
    return line;
  }

  take(length: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  takeRest(): Uint8Array {
    return this.take(this.left);
  }
}
