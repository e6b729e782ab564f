import { byteEscape, quoted } from '../../source-text.ts';

export function literal(text: string): string {
  return quoted(text, '"', '', byteEscape('utf8'));
}

/** Bytes as they stand in a header. */
export function wire(text: string): string {
  return quoted(text, '"', '', byteEscape('latin1'));
}
