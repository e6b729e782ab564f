import { quoted, utf16Escape } from '../../source-text.ts';

/** No `\u` escape for a control character: Java reads it before anything else, as if the line break itself stood there. */
export function literal(text: string): string {
  return quoted(text, '"', '', (code) => (code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : utf16Escape(code)));
}
