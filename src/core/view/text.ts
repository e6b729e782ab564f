/** Bytes as text for the screen, with what was assumed to read them. */
export interface DecodedText {
  readonly text: string;
  /** The encoding's name in the Encoding Standard: `utf-8`, `utf-16le`, `windows-1252`. */
  readonly charset: string;
  /** What named it. */
  readonly chosenBy: 'byte-order mark' | 'Content-Type' | 'zero bytes' | 'default';
  /** Bytes that the encoding does not know were replaced by U+FFFD. */
  readonly lossy: boolean;
  /** A charset that Content-Type names and nobody knows. */
  readonly unknownCharset: string | null;
}

/**
 * The encoding: a byte-order mark, then Content-Type's charset, then UTF-16 by its zero bytes (RFC 4627, section 3), then
 * UTF-8. A byte-order mark is not part of the text. `incomplete`: the bytes were cut, so half a character at the end is
 * no error.
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined, incomplete: boolean): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked !== null)
    return { ...decode(bytes, marked, incomplete), chosenBy: 'byte-order mark', unknownCharset: null };
  if (charset !== undefined && charset !== '') {
    const known = encodingName(charset);
    if (known !== null) return { ...decode(bytes, known, incomplete), chosenBy: 'Content-Type', unknownCharset: null };
  }
  const unknownCharset = charset === undefined || charset === '' ? null : charset;
  const wide = wideEncoding(bytes);
  if (wide !== null) return { ...decode(bytes, wide, incomplete), chosenBy: 'zero bytes', unknownCharset };
  return { ...decode(bytes, 'utf-8', incomplete), chosenBy: 'default', unknownCharset };
}

function decode(
  bytes: Uint8Array,
  label: string,
  incomplete: boolean,
): Pick<DecodedText, 'text' | 'charset' | 'lossy'> {
  const strict = new TextDecoder(label, { fatal: true });
  try {
    return { text: strict.decode(bytes, { stream: incomplete }), charset: strict.encoding, lossy: false };
  } catch {
    // The only thing `fatal` throws for: bytes the encoding does not know. They are replaced, and it is said.
    const text = new TextDecoder(label).decode(bytes, { stream: incomplete });
    return { text, charset: strict.encoding, lossy: true };
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function encodingName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // A label that the Encoding Standard does not know is this function's answer.
    return null;
  }
}

/** Text in UTF-16 without a mark: ASCII characters have a zero byte on one side. */
function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be';
  return null;
}

/** Whether a sample reads as text: valid UTF-8 (its end may be cut) without the control characters that text has no use for. */
export function looksLikeText(sample: Uint8Array): boolean {
  if (byteOrderMark(sample) !== null || wideEncoding(sample) !== null) return true;
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) return false;
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    // Not UTF-8: the answer.
    return false;
  }
}
