/** A person's regular expression to look for in captured text. It may take exponential time: only for a thread that can be ended. */
export interface Pattern {
  readonly source: string;
  readonly matchCase: boolean;
  /** Characters that end words, where only whole words count; null: any part of one. */
  readonly wordSeparators: string | null;
}

/** `start` and `end` in UTF-16 code units; `groups` are the whole match and what its parentheses hold. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly string[];
}

/** More are not listed: nobody steps through them. */
export const MOST_MATCHES = 10_000;

/**
 * The first `MOST_MATCHES` in order, as Monaco's own search finds them: line by line, so that `^` and `$` are a line's and no
 * match leaves one, unless the pattern itself speaks of line breaks. null: it is no regular expression.
 */
export function findPattern(text: string, pattern: Pattern): readonly PatternMatch[] | null {
  const { source, matchCase } = pattern;
  const isAcrossLines = /\n|\\[nrW]/.test(source);
  let expression: RegExp;
  try {
    expression = new RegExp(source, `gu${isAcrossLines ? 'm' : ''}${matchCase ? '' : 'i'}`);
  } catch {
    // A SyntaxError, the only thing that it throws: the user is still typing, or it is none.
    return null;
  }
  const found: PatternMatch[] = [];
  if (isAcrossLines) {
    find(text, 0, expression, pattern, found);
    return found;
  }
  for (let start = 0; start <= text.length && found.length < MOST_MATCHES; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    const lineEnd = text[end - 1] === '\r' && end > start ? end - 1 : end;
    find(text.slice(start, lineEnd), start, expression, pattern, found);
    start = end + 1;
  }
  return found;
}

function find(
  text: string,
  offset: number,
  expression: RegExp,
  { wordSeparators }: Pattern,
  into: PatternMatch[],
): void {
  expression.lastIndex = 0;
  while (into.length < MOST_MATCHES) {
    const match = expression.exec(text);
    if (match === null) return;
    const start = match.index;
    const end = start + match[0].length;
    if (wordSeparators === null || isWhole(text, start, end, wordSeparators))
      into.push({ start: offset + start, end: offset + end, groups: match.map((group) => group ?? '') });
    // An empty match would be found for ever.
    if (end === start) expression.lastIndex = end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    if (expression.lastIndex > text.length) return;
  }
}

function isWhole(text: string, start: number, end: number, separators: string): boolean {
  const parts = (character: string) => character === '' || /\s/.test(character) || separators.includes(character);
  const begins = parts(text.charAt(start - 1)) || (end > start && parts(text.charAt(start)));
  const ends = parts(text.charAt(end)) || (end > start && parts(text.charAt(end - 1)));
  return begins && ends;
}
