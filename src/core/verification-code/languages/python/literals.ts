import { hex, quoted } from '../../source-text.ts';

export function literal(text: string): string {
  return quoted(text, '"', '', (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`));
}
