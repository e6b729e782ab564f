import { latin1Bytes, latin1Text, strictUtf8Text } from '../../bytes.ts';
import type { FormPair } from '../../signature/form.ts';

/** How a language writes one name or value of a form, given as byte string. */
export type FormEncoding = (bytes: string) => string;

const ALPHANUMERIC = /[A-Za-z0-9]/;
const escapes = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** All is escaped but letters, digits and `kept`. By a table of what each byte becomes, which costs the same whatever the text. */
function escapedBut(kept: string, space: '+' | '%20'): FormEncoding {
  const written = escapes.map((escaped, byte) => {
    const character = String.fromCharCode(byte);
    return character === ' ' ? space : ALPHANUMERIC.test(character) || kept.includes(character) ? character : escaped;
  });
  return (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at++) text += written[bytes.charCodeAt(at)] ?? '';
    return text;
  };
}

const rfc3986 = escapedBut('-._~', '%20');
const encodeUriComponent = escapedBut("-._~!*'()", '%20');
const urlSearchParams = escapedBut('-._*', '+');
const phpUrlEncode = escapedBut('-._', '+');
const pythonQuotePlus = escapedBut('-._~', '+');

/** The likeliest first. Java's URLEncoder writes what URLSearchParams does, Go's and Ruby's what Python does. */
export const formEncodings: readonly (readonly [name: string, FormEncoding])[] = [
  ['URLSearchParams', urlSearchParams],
  ['Python urlencode', pythonQuotePlus],
  ['PHP http_build_query', phpUrlEncode],
  ['encodeURIComponent', encodeUriComponent],
  ['RFC 3986', rfc3986],
];

export function encodedForm(pairs: readonly FormPair[], encoding: FormEncoding): Uint8Array {
  return latin1Bytes(pairs.map(([name, value]) => `${encoding(name)}=${encoding(value)}`).join('&'));
}

/** The digits of every escape in the other case. */
export function withLowerEscapes(bytes: Uint8Array): Uint8Array {
  return latin1Bytes(latin1Text(bytes).replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()));
}

/** By bytes, which byte strings compare by; equal names stay in order. */
export function sortedPairs(pairs: readonly FormPair[]): readonly FormPair[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Text of a byte string; what is not UTF-8 stays as Latin-1. */
export function textOf(byteString: string): string {
  return strictUtf8Text(latin1Bytes(byteString)) ?? byteString;
}
