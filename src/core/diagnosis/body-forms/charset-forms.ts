import { concatBytes, latin1Bytes, latin1Text, lossyUtf8Text, strictUtf8Text, utf8Bytes } from '../../bytes.ts';
import type { BodyForm } from './body-form.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

const charset = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-charset', form, bytes });

export function* byteOrderMarkForms(body: Uint8Array): Generator<BodyForm> {
  if (body[0] === BOM[0] && body[1] === BOM[1] && body[2] === BOM[2]) {
    yield charset('without the byte-order mark', body.subarray(3));
  } else yield charset('with a byte-order mark', concatBytes([BOM, body]));
}

/** What reading the bytes in one character set and writing them in another makes of them. Each of a body that is not ASCII. */
export function* charsetForms(body: Uint8Array): Generator<BodyForm> {
  const text = strictUtf8Text(body);
  const isAscii = isAsciiOnly(body);
  if (!isAscii) {
    if (text === undefined) yield* invalidUtf8(body);
    else yield* undoneMojibake(text);
    yield charset('Latin-1 read as UTF-8', utf8Bytes(latin1Text(body)));
    yield charset('Windows-1252 read as UTF-8', utf8Bytes(windows1252.decode(body)));
    if (text !== undefined) yield* otherText(text);
    yield charset(
      'without the bytes that are not ASCII',
      body.filter((byte) => byte < 0x80),
    );
    yield charset('a replacement character for every byte that is not ASCII', asciiReplaced(body));
  }
  if (text !== undefined) {
    for (const littleEndian of [true, false]) {
      const name = littleEndian ? 'UTF-16LE' : 'UTF-16BE';
      yield charset(`${name}`, utf16Bytes(text, littleEndian));
      yield charset(`${name} with a byte-order mark`, utf16Bytes(`\ufeff${text}`, littleEndian));
    }
  }
  for (const label of ['utf-16le', 'utf-16be']) {
    const read = body.length % 2 === 0 && body.includes(0) ? new TextDecoder(label).decode(body) : '';
    // Other bytes with a zero among them make private and unassigned characters.
    if (read !== '' && /^[\t\n\r\x20-\x7e]/.test(read))
      yield charset(`UTF-8 instead of ${label.toUpperCase()}`, utf8Bytes(read));
  }
}

function* invalidUtf8(body: Uint8Array): Generator<BodyForm> {
  const lossy = lossyUtf8Text(body);
  yield charset('replacement characters for what is not UTF-8', utf8Bytes(lossy));
  yield charset('question marks for what is not UTF-8', utf8Bytes(lossy.replaceAll('\ufffd', '?')));
  yield charset('without what is not UTF-8', utf8Bytes(lossy.replaceAll('\ufffd', '')));
}

/** The body came as UTF-8 that had been read as something else before, or was signed as something else. */
function* undoneMojibake(text: string): Generator<BodyForm> {
  const latin1 = bytesIn(text, (unit) => (unit < 0x100 ? unit : undefined));
  if (latin1 !== null) yield charset('Latin-1 instead of UTF-8', latin1);
  const windows = bytesIn(text, (unit) => toWindows1252.get(unit) ?? (unit < 0x100 ? unit : undefined));
  if (windows !== null) yield charset('Windows-1252 instead of UTF-8', windows);
  if (latin1 === null) yield charset('Latin-1 with question marks', latin1Bytes(text.replace(/[^\0-\xff]/gu, '?')));
  if (windows === null) {
    const readable = text.replace(/[^\0-\xff]/gu, (character) => {
      const byte = toWindows1252.get(character.codePointAt(0) ?? 0);
      return byte === undefined ? '?' : String.fromCharCode(byte);
    });
    yield charset('Windows-1252 with question marks', latin1Bytes(readable));
  }
}

function* otherText(text: string): Generator<BodyForm> {
  yield charset('characters composed (NFC)', utf8Bytes(text.normalize('NFC')));
  yield charset('characters decomposed (NFD)', utf8Bytes(text.normalize('NFD')));
  yield charset('question marks for what is not ASCII', utf8Bytes(text.replace(/[^\0-\x7f]/gu, '?')));
  // A database column of three bytes a character, or a UTF-16 program that counts surrogates.
  yield charset('without characters past U+FFFF', utf8Bytes(text.replace(/[\u{10000}-\u{10ffff}]/gu, '')));
  yield charset('question marks for characters past U+FFFF', utf8Bytes(text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')));
  yield charset(
    'replacement characters for characters past U+FFFF',
    utf8Bytes(text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')),
  );
}

/** The Encoding Standard's, which maps the five unassigned bytes to the C1 controls. */
const windows1252 = new TextDecoder('windows-1252');

const toWindows1252 = new Map(
  Array.from(
    { length: 32 },
    (_, index) => [windows1252.decode(Uint8Array.of(0x80 + index)).charCodeAt(0), 0x80 + index] as const,
  ),
);

/** null: a character has no byte there. */
function bytesIn(text: string, byteOf: (unit: number) => number | undefined): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf(text.charCodeAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

function asciiReplaced(body: Uint8Array): Uint8Array {
  const high = body.reduce((count, byte) => count + (byte >> 7), 0);
  const bytes = new Uint8Array(body.length + 2 * high);
  let at = 0;
  for (const byte of body) {
    if (byte < 0x80) bytes[at++] = byte;
    else {
      // U+FFFD in UTF-8.
      bytes[at++] = 0xef;
      bytes[at++] = 0xbf;
      bytes[at++] = 0xbd;
    }
  }
  return bytes;
}

function utf16Bytes(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const low = littleEndian ? 0 : 1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes[2 * at + low] = unit & 0xff;
    bytes[2 * at + 1 - low] = unit >> 8;
  }
  return bytes;
}

export function isAsciiOnly(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}
