import { byteEscape, quoted } from '../../source-text.ts';

/** Text in UTF-8. */
export function literal(text: string): string {
  return /^[ -~]*$/.test(text) ? quoted(text, "'", '', String) : doubleQuoted(text, 'utf8');
}

/** Bytes as they stand in a header. */
export function wire(text: string): string {
  return /^[ -~]*$/.test(text) ? quoted(text, "'", '', String) : doubleQuoted(text, 'latin1');
}

export function doubleQuoted(text: string, encoding: 'utf8' | 'latin1'): string {
  return quoted(text, '"', '$', byteEscape(encoding));
}
