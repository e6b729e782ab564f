import { base64Of, hexOf } from '../../../../../core/bytes.ts';

/** A clipboard of megabytes helps nobody and stalls other programs; Download takes any size. */
export const MAX_COPIED_BYTES = 4 * 1024 * 1024;

/** Texts from which the exact bytes can be made again. */
export const byteForms = [
  { id: 'escaped', label: 'as text with escapes', of: escapedText },
  { id: 'hex', label: 'as hex', of: hexOf },
  { id: 'base64', label: 'as base64', of: base64Of },
] as const;

export type ByteForm = (typeof byteForms)[number];

const ESCAPES = Array.from({ length: 256 }, (_, byte) => escapeOf(byte));

function escapeOf(byte: number): string {
  switch (byte) {
    case 0x09:
      return '\\t';
    case 0x0a:
      return '\\n';
    case 0x0d:
      return '\\r';
    case 0x5c:
      return '\\\\';
    default:
      return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
}

/** Printable ASCII, `\r`, `\n`, `\t`, `\\` and `\xNN`: what Python's `b'''…'''` and other languages' byte strings read back. */
export function escapedText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += ESCAPES[byte];
  return text;
}
