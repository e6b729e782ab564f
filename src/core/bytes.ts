/** Byte strings and encodings that every host computes the same way, without Node's Buffer. */

const encoder = new TextEncoder();

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Up to about this many bytes a loop is faster than the call of an encoder or decoder. */
const FEW = 64;

/** One byte a character; characters above U+00FF keep their low byte only, as Node's latin1 does. */
export function latin1Bytes(text: string): Uint8Array {
  if (text.length > FEW) {
    // As many UTF-8 bytes as characters: it is all ASCII, which the encoder writes ten times faster than the loop.
    const ascii = encoder.encode(text);
    if (ascii.length === text.length) return ascii;
  }
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const utf16 = new TextDecoder('utf-16le');

/**
 * The inverse of `latin1Bytes`. A byte is the UTF-16 code unit of its character, and a decoder reads units twenty times faster
 * than `fromCharCode` takes them as arguments.
 */
export function latin1Text(bytes: Uint8Array): string {
  if (bytes.length > FEW) return utf16.decode(new Uint16Array(bytes));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const isAscii = /^[\0-\x7f]*$/;

/** Text as the bytes it has on the wire, one character each. */
export function utf8ByteString(text: string): string {
  // ASCII is its own bytes, and most texts are that.
  return isAscii.test(text) ? text : latin1Text(encoder.encode(text));
}

/** The inverse, for texts in UTF-8; in others each byte stays a character. */
export function textOfByteString(bytes: string): string {
  return strictUtf8Text(latin1Bytes(bytes)) ?? bytes;
}

/** UTF-8 with every invalid sequence replaced by U+FFFD and a leading byte-order mark kept. For display only. */
export function lossyUtf8Text(bytes: Uint8Array): string {
  return lossy.decode(bytes);
}

const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8, or undefined when the bytes are not valid UTF-8. A leading byte-order mark is kept. */
export function strictUtf8Text(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    // The only thing `fatal` throws for: invalid bytes, which is this function's answer and not an error.
    return undefined;
  }
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Strict: an even number of hex digits and nothing else, else undefined. */
export function bytesFromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = hexDigit(text.charCodeAt(2 * i));
    const low = hexDigit(text.charCodeAt(2 * i + 1));
    if (high === -1 || low === -1) return undefined;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

/** The value of a hex digit by its character code; -1 for any other character, NaN included. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64URL = `${BASE64.slice(0, 62)}-_`;

function encode64(bytes: Uint8Array, alphabet: string, pad: boolean): string {
  let text = '';
  const { length } = bytes;
  for (let i = 0; i < length; i += 3) {
    // Past the end there are zeros.
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += i + 1 < length ? alphabet.charAt((bits >> 6) & 63) : pad ? '=' : '';
    text += i + 2 < length ? alphabet.charAt(bits & 63) : pad ? '=' : '';
  }
  return text;
}

/** RFC 4648, section 4, with padding. */
export function base64Of(bytes: Uint8Array): string {
  return encode64(bytes, BASE64, true);
}

/** RFC 4648, section 5, without padding. */
export function base64UrlOf(bytes: Uint8Array): string {
  return encode64(bytes, BASE64URL, false);
}

/** The value of each character by its code; -1 for those that are none. */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  return values;
}

const BASE64_VALUES = valuesOf(BASE64);
const BASE64URL_VALUES = valuesOf(BASE64URL);

const EQUALS = 0x3d;

function decode64(text: string, values: Int8Array, padding: 'required' | 'optional'): Uint8Array | undefined {
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text.charCodeAt(end - 1) === EQUALS) end--;
  if (end % 4 === 1) return undefined;
  const padded = end + ((4 - (end % 4)) % 4);
  if (text.length !== padded && (padding === 'required' || text.length !== end)) return undefined;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < end; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value === -1) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
      bits &= (1 << held) - 1;
    }
  }
  // RFC 4648, section 3.5: left-over bits must be zero, or two texts would decode to the same bytes.
  return bits === 0 ? bytes : undefined;
}

/** Strict RFC 4648 base64 with padding; undefined for anything else. */
export function bytesFromBase64(text: string): Uint8Array | undefined {
  return decode64(text, BASE64_VALUES, 'required');
}

/** Strict RFC 4648 base64url, padding optional; undefined for anything else. */
export function bytesFromBase64Url(text: string): Uint8Array | undefined {
  return decode64(text, BASE64URL_VALUES, 'optional');
}
