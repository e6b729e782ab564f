import { quoted, utf16Escape } from '../../source-text.ts';

export function literal(text: string): string {
  return quoted(text, "'", '', utf16Escape);
}
