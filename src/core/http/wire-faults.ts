import { hexDigit, latin1Text } from '../bytes.ts';

/** The first byte of a line that strict HTTP forbids, and what is wrong with it in one sentence. */
export interface WireFault {
  /** Of the byte in the whole; the whole's length where bytes are missing at its end. */
  readonly at: number;
  readonly words: string;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const DEL = 0x7f;

/** RFC 9110, section 5.6.2: what methods and field names are made of. */
const TOKEN_BYTES: ReadonlySet<number> = new Set(
  Array.from("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", (char) =>
    char.charCodeAt(0),
  ),
);

/** One line: from `start`, its text up to `textEnd`, its line break up to `end` (none: the bytes end in the line). */
export interface WireLine {
  readonly start: number;
  readonly textEnd: number;
  readonly end: number;
}

/** The line that begins at `start`; LF ends it, and a CR right before that, or before the end of the bytes, is of its break. */
export function lineAt(bytes: Uint8Array, start: number): WireLine {
  const lf = bytes.indexOf(LF, start);
  const breakAt = lf === -1 ? bytes.length : lf;
  const textEnd = breakAt > start && bytes[breakAt - 1] === CR ? breakAt - 1 : breakAt;
  return { start, textEnd, end: lf === -1 ? bytes.length : lf + 1 };
}

/** RFC 9112, section 3, as llhttp reads it: several spaces pass, and so does a line without a version (HTTP/0.9). */
export function requestLineFault(bytes: Uint8Array, line: WireLine): WireFault | null {
  const { start, textEnd } = line;
  let at = start;
  if (isBlank(bytes[at])) return { at, words: 'The request line begins with white space.' };
  while (at < textEnd && isToken(bytes[at])) at++;
  if (at === textEnd) return isCut(bytes, line) ? null : { at, words: 'The request line ends after its first word.' };
  if (at === start || bytes[at] !== SPACE) return { at, words: 'A method cannot have this byte.' };
  at = afterSpaces(bytes, at, textEnd);
  const target = at;
  for (; at < textEnd && bytes[at] !== SPACE; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < SPACE || byte === DEL)
      return { at, words: 'The URL holds a control character; it has to be percent-encoded.' };
    if (byte > DEL) return { at, words: 'The URL holds a byte above 0x7F; it has to be percent-encoded.' };
  }
  if (at === target) return isCut(bytes, line) ? null : { at, words: 'The request line has no URL.' };
  return versionFault(bytes, afterSpaces(bytes, at, textEnd), line) ?? lineBreakFault(bytes, line);
}

const VERSION_START = 'HTTP/';

function versionFault(bytes: Uint8Array, start: number, line: WireLine): WireFault | null {
  const { textEnd } = line;
  if (start === textEnd) return null;
  const version = latin1(bytes, start, textEnd);
  if (/^(?:HTTP|RTSP|ICE)\/\d\.\d$/.test(version) || isCut(bytes, line)) return null;
  if (/ HTTP\/\d\.\d$/.test(version)) {
    return { at: start - 1, words: 'The URL holds a space; it has to be percent-encoded.' };
  }
  let same = 0;
  while (same < VERSION_START.length && version[same] === VERSION_START[same]) same++;
  const good = /^(?:HTTP|RTSP|ICE)\/(?:\d(?:\.\d?)?)?/.exec(version)?.[0].length ?? same;
  return { at: start + good, words: 'The request line does not end in HTTP/1.0 or HTTP/1.1.' };
}

/** RFC 9112, section 5, of a header or trailer line that is not empty. */
export function fieldLineFault(bytes: Uint8Array, line: WireLine): WireFault | null {
  const { start, textEnd } = line;
  let at = start;
  if (isBlank(bytes[at])) {
    return { at, words: 'The line begins with white space: it continues the one before it (obsolete folding).' };
  }
  while (at < textEnd && isToken(bytes[at])) at++;
  if (at === textEnd) return isCut(bytes, line) ? null : { at, words: 'The line ends without a colon.' };
  const byte = bytes[at] ?? 0;
  if (byte !== COLON) return { at, words: nameWords(byte) };
  if (at === start) return { at, words: 'There is no name before the colon.' };
  for (at++; at < textEnd; at++) {
    const value = bytes[at] ?? 0;
    if (value === CR) return { at, words: 'No LF follows this CR.' };
    if ((value < SPACE && value !== TAB) || value === DEL)
      return { at, words: 'A header cannot have this control byte.' };
  }
  return lineBreakFault(bytes, line);
}

function nameWords(byte: number): string {
  if (isBlank(byte)) return 'White space stands between the name and the colon.';
  if (byte > DEL) return 'The name of a header cannot have a byte above 0x7F.';
  return 'The name of a header cannot have this byte.';
}

/** RFC 9112, section 2.2: a recipient may take a bare LF for a line break; strict parsers refuse it. */
export function lineBreakFault(bytes: Uint8Array, { textEnd, end }: WireLine): WireFault | null {
  return end === textEnd + 1 && bytes[textEnd] === LF
    ? { at: textEnd, words: 'The line ends in a bare LF instead of CR LF.' }
    : null;
}

/** RFC 9112, section 7.1, as llhttp reads it: only an extension may stand between the size and CR LF. */
export function chunkSizeFault(bytes: Uint8Array, line: WireLine): WireFault | null {
  const { start, textEnd } = line;
  let at = start;
  while (at < textEnd && isHex(bytes[at])) at++;
  if (at === start) {
    return isCut(bytes, line) && start === textEnd
      ? null
      : { at, words: 'A chunk has to begin with its size in hexadecimal.' };
  }
  if (significantDigits(bytes, start, at) > MAX_SIZE_DIGITS)
    return { at: start, words: 'The size of this chunk is beyond reason.' };
  if (at < textEnd && bytes[at] !== 0x3b) {
    return { at, words: 'After the size of a chunk only “;” or CR LF may stand.' };
  }
  return lineBreakFault(bytes, line);
}

/** Of hexadecimal digits: 2^52 has 14, so what has 13 is an exact integer. */
const MAX_SIZE_DIGITS = 13;

function significantDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === 0x30) at++;
  return end - at;
}

/** Whether the bytes end before the line does: what is missing may have been right. */
export function isCut(bytes: Uint8Array, { end }: WireLine): boolean {
  return bytes[end - 1] !== LF;
}

function afterSpaces(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

/** A space or a tab. */
export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

function isToken(byte: number | undefined): boolean {
  return byte !== undefined && TOKEN_BYTES.has(byte);
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && hexDigit(byte) !== -1;
}

/** Enough of a line to tell its version by. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  return latin1Text(bytes.subarray(start, Math.min(end, start + 64 * 1024)));
}
