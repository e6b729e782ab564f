import { byteEscape, quoted } from '../../source-text.ts';

/** Text of a program: names of JSON fields, prefixes of secrets. */
export function literal(text: string): string {
  return quoted(text, '"', '#', (code) => `\\u{${code.toString(16)}}`);
}

/** Bytes as they stand in a header. */
export function wire(text: string): string {
  const written = quoted(text, '"', '#', byteEscape('latin1'));
  return written.includes('\\x') ? `${written}.b` : written;
}

/** Bytes of UTF-8. */
export function utf8(text: string): string {
  const written = quoted(text, '"', '#', byteEscape('utf8'));
  return written.includes('\\x') ? `${written}.b` : written;
}
