import { visibleText } from '../ui/index.ts';

/** Text to be shown in place of another, in which what cannot be seen is written out. */
export interface MarkedText {
  readonly text: string;
  /** Where in `text` something is written out, as [start, end), in order. */
  readonly marks: readonly (readonly [number, number])[];
}

/** CRLF is one line end; everything else that may have to be written out is one character. Spaces and tabs are drawn by the editor. */
const UNSEEN = /\r\n|[^\x20-\x7e\t]/gu;

/**
 * Line ends as `\r` and `\n` in front of the break, other hidden characters and spaces as escapes (`\u{feff}`, `\u{a0}`). An
 * editor makes line ends alike and drops a byte-order mark: of two texts that differ in nothing else it would say they are equal.
 */
export function markInvisible(source: string): MarkedText {
  const marks: [number, number][] = [];
  let text = '';
  let from = 0;
  for (const { 0: found, index } of source.matchAll(UNSEEN)) {
    const shown = markOf(found);
    if (shown === found) continue;
    text += source.slice(from, index);
    marks.push([text.length, text.length + shown.replace('\n', '').length]);
    text += shown;
    from = index + found.length;
  }
  return { text: text + source.slice(from), marks };
}

function markOf(found: string): string {
  if (found.endsWith('\n')) return `${visibleText(found)}\n`;
  // \p{Zs}: the no-break space and its relatives look like a space, which they are not to any parser.
  return /\p{Zs}/u.test(found) ? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}` : visibleText(found);
}
