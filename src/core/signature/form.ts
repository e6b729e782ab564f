import { hexDigit, latin1Bytes, latin1Text, utf8ByteString, utf8Bytes } from '../bytes.ts';

/** Names and values are byte strings (one character a byte), so that text that is not UTF-8 keeps its bytes. */
export type FormPair = readonly [name: string, value: string];

/** A signature over a form needs it parsed and sorted; past these a hostile body would cost more than a real one ever does. */
const MAX_FORM_BYTES = 4 * 1024 * 1024;
const MAX_FORM_FIELDS = 10_000;

/** application/x-www-form-urlencoded (URL Standard, section 5.1), bytes kept. null: larger than any real form. */
export function parseForm(body: Uint8Array): readonly FormPair[] | null {
  if (body.length > MAX_FORM_BYTES) return null;
  return parsePairs(latin1Text(spaced(body)));
}

/** The query of a URL or request target, without its `?`. */
export function parseQuery(query: string): readonly FormPair[] | null {
  if (query.length > MAX_FORM_BYTES) return null;
  // A URL given as text may hold characters past U+00FF; on the wire they are UTF-8.
  return parsePairs(query.includes('+') ? latin1Text(spaced(utf8Bytes(query))) : utf8ByteString(query));
}

const PLUS = 0x2b;
const SPACE = 0x20;

/** A plus is a space wherever it stands, and an escaped one is no plus yet. In bytes: a text of words would be put together anew. */
function spaced(bytes: Uint8Array): Uint8Array {
  let at = bytes.indexOf(PLUS);
  if (at === -1) return bytes;
  // Not `slice`, which of a Buffer gives a view: the body itself would be changed.
  const copy = new Uint8Array(bytes);
  for (; at < copy.length; at++) if (copy[at] === PLUS) copy[at] = SPACE;
  return copy;
}

function parsePairs(text: string): readonly FormPair[] | null {
  const pairs: FormPair[] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('&', at);
    const stop = end === -1 ? text.length : end;
    if (stop > at) {
      if (pairs.length === MAX_FORM_FIELDS) return null;
      const item = text.slice(at, stop);
      const equals = item.indexOf('=');
      pairs.push(
        equals === -1
          ? [unescapeForm(item), '']
          : [unescapeForm(item.slice(0, equals)), unescapeForm(item.slice(equals + 1))],
      );
    }
    at = stop + 1;
  }
  return pairs;
}

/** By hand: a replacement function costs a call for every escape, which was most of what a form's signature cost. */
function unescapeForm(text: string): string {
  let percent = text.indexOf('%');
  if (percent === -1) return text;
  let plain = '';
  let from = 0;
  while (percent !== -1) {
    const byte = byteOfHex(text, percent + 1);
    if (byte === undefined) {
      percent = text.indexOf('%', percent + 1);
      continue;
    }
    plain += text.slice(from, percent) + byte;
    from = percent + 3;
    percent = text.indexOf('%', from);
  }
  return plain + text.slice(from);
}

const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** The byte that two hex digits stand for; undefined where they are none. */
function byteOfHex(text: string, at: number): string | undefined {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high === -1 || low === -1 ? undefined : BYTES[(high << 4) | low];
}

/**
 * Every name with its value, sorted by name, nothing between them; the values of a repeated name are de-duplicated and
 * sorted (the form rule of Twilio's request validation, which others copied).
 */
export function sortedForm(pairs: readonly FormPair[]): Uint8Array {
  let text = '';
  let previous: FormPair | undefined;
  for (const pair of [...pairs].sort(byNameAndValue)) {
    const [name, value] = pair;
    if (previous === undefined || previous[0] !== name || previous[1] !== value) text += name + value;
    previous = pair;
  }
  return latin1Bytes(text);
}

/** By UTF-16 code units, which are bytes here. */
export function byNameAndValue([name, value]: FormPair, [otherName, otherValue]: FormPair): number {
  if (name === otherName) return value < otherValue ? -1 : value > otherValue ? 1 : 0;
  return name < otherName ? -1 : 1;
}
