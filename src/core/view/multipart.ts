import { latin1Bytes, latin1Text, strictUtf8Text } from '../bytes.ts';
import { contentTypeParameter, parseContentType } from '../http/content-type.ts';
import { firstHeader, type HeaderList } from '../http/headers.ts';
import { safeFileName } from './file-name.ts';

/** One part of a multipart body (RFC 2046, section 5.1). Its content is `bytes.subarray(offset, offset + length)`. */
export interface MultipartPart {
  /** Byte strings, in order; a line without a colon has an empty name. */
  readonly headers: HeaderList;
  /** Lines of its head; more than are listed when there are very many. */
  readonly totalHeaders: number;
  /** The form field's name (RFC 7578), or null. */
  readonly name: string | null;
  /** The file name as it may be shown and saved; null when the part is no file. */
  readonly fileName: string | null;
  readonly contentType: string | null;
  readonly offset: number;
  readonly length: number;
  /** False when the body ends before the part's closing delimiter. */
  readonly complete: boolean;
}

export interface MultipartView {
  readonly parts: readonly MultipartPart[];
  /** All parts of the body; more than are listed when there are very many. */
  readonly totalParts: number;
  /** Bytes before the first delimiter and behind the last one, which receivers ignore. */
  readonly preambleBytes: number;
  readonly epilogueBytes: number;
}

/** Parts on the screen. */
export const MAX_PARTS = 1000;

/** Of one part's head. Real ones have three short lines; receivers stop at 8 to 64 KiB. */
export const MAX_PART_HEADERS = 100;
const MAX_HEADER_LINE_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

interface Delimiter {
  /** Where the line break before the delimiter begins: the end of the part in front of it. */
  readonly contentEnd: number;
  /** Behind the delimiter's own line break. */
  readonly next: number;
  readonly closes: boolean;
}

/** null when no line of the body is a delimiter with this boundary. */
export function parseMultipart(bytes: Uint8Array, boundary: string): MultipartView | null {
  const mark = latin1Bytes(`--${boundary}`);
  let delimiter = nextDelimiter(bytes, mark, 0);
  if (delimiter === null) return null;
  const preambleBytes = delimiter.contentEnd;
  const parts: MultipartPart[] = [];
  let totalParts = 0;
  while (!delimiter.closes) {
    const start = delimiter.next;
    const following = nextDelimiter(bytes, mark, start);
    totalParts++;
    if (parts.length < MAX_PARTS) {
      parts.push(partOf(bytes, start, following?.contentEnd ?? bytes.length, following !== null));
    }
    if (following === null) return { parts, totalParts, preambleBytes, epilogueBytes: 0 };
    delimiter = following;
  }
  return { parts, totalParts, preambleBytes, epilogueBytes: bytes.length - delimiter.next };
}

/** Lines may end in a bare LF: some senders write them so, and receivers accept it. */
function nextDelimiter(bytes: Uint8Array, mark: Uint8Array, from: number): Delimiter | null {
  let lineStart = from;
  for (;;) {
    if (startsWith(bytes, mark, lineStart)) {
      let at = lineStart + mark.length;
      const closes = bytes[at] === DASH && bytes[at + 1] === DASH;
      if (closes) at += 2;
      while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
      const ends = at >= bytes.length || bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF);
      if (ends) {
        const next = Math.min(bytes.length, at + (bytes[at] === CR ? 2 : 1));
        return { contentEnd: Math.max(from, contentEndBefore(bytes, lineStart)), next, closes };
      }
    }
    const lineEnd = bytes.indexOf(LF, lineStart);
    if (lineEnd === -1) return null;
    lineStart = lineEnd + 1;
  }
}

/** The line break in front of a delimiter belongs to the delimiter. */
function contentEndBefore(bytes: Uint8Array, lineStart: number): number {
  if (lineStart === 0) return 0;
  return bytes[lineStart - 2] === CR ? lineStart - 2 : lineStart - 1;
}

function startsWith(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  if (at + mark.length > bytes.length) return false;
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}

function partOf(bytes: Uint8Array, start: number, end: number, complete: boolean): MultipartPart {
  const headers: [string, string][] = [];
  let totalHeaders = 0;
  let at = start;
  while (at < end) {
    const lineEnd = bytes.indexOf(LF, at);
    const stop = lineEnd === -1 || lineEnd >= end ? end : lineEnd;
    const lineStop = Math.min(stop > at && bytes[stop - 1] === CR ? stop - 1 : stop, at + MAX_HEADER_LINE_BYTES);
    const line = latin1Text(bytes.subarray(at, lineStop));
    at = Math.min(end, stop + 1);
    if (line === '') break;
    totalHeaders++;
    if (headers.length >= MAX_PART_HEADERS) continue;
    const colon = line.indexOf(':');
    headers.push(colon === -1 ? ['', line] : [line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  const disposition = firstHeader(headers, 'content-disposition');
  // Content-Disposition (RFC 6266) has the parameter grammar of Content-Type behind another first word.
  const parameters = disposition === undefined ? null : parseContentType(`disposition/${disposition}`);
  const plain = parameters === null ? undefined : contentTypeParameter(parameters, 'filename');
  const extended = parameters === null ? undefined : extendedValue(contentTypeParameter(parameters, 'filename*'));
  const fileName = extended ?? (plain === undefined ? undefined : readable(plain));
  const name = parameters === null ? undefined : contentTypeParameter(parameters, 'name');
  return {
    headers,
    totalHeaders,
    name: name === undefined ? null : readable(name),
    fileName: fileName === undefined ? null : safeFileName(fileName, 'file'),
    contentType: firstHeader(headers, 'content-type') ?? null,
    offset: at,
    length: end - at,
    complete,
  };
}

function readable(byteString: string): string {
  return strictUtf8Text(latin1Bytes(byteString)) ?? byteString;
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function extendedValue(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const bytes = encoded.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return strictUtf8Text(latin1Bytes(bytes));
}
