import { latin1Bytes, strictUtf8Text } from '../../../core/bytes.ts';

/**
 * Characters that would change how the text around them is shown, or show as nothing: C0 and C1 controls, bidirectional
 * controls (Unicode TR 36, section 2.2), zero-width ones, line and paragraph separators, tags, lone surrogates.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

const NAMED: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** Hostile text for one line of the screen: what cannot be seen is written as an escape (`\n`, `\u{202e}`). */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (char) => NAMED[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A byte string (one character a byte) for one line: as UTF-8 where it is, else bytes above 127 as `\xNN`. */
export function visibleByteString(bytes: string): string {
  const text = strictUtf8Text(latin1Bytes(bytes));
  if (text !== undefined) return visibleText(text);
  return visibleText(bytes.replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`));
}

/**
 * `text` cut in the middle to at most `max` characters, the end kept: paths differ there. Never splits a surrogate pair.
 */
export function middleTruncated(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 1) * 0.4);
  const head = max - 1 - tail;
  return `${text
    .slice(0, head)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…${text
    .slice(-tail)
    .toWellFormed()
    .replace(/^\ufffd/, '')}`;
}
