import { fail, ok, type Result } from '../result.ts';
import { locate, MAX_PRETTY_CHARS, Printer, type TextProblem } from './json.ts';

/** As for JSON: deeper documents cost indentation on every line, and no sender needs them. */
export const MAX_XML_DEPTH = 1000;

type Token =
  | {
      readonly kind: 'open' | 'close' | 'empty';
      readonly source: string;
      readonly name: string;
      readonly start: number;
    }
  /** Comments, CDATA, processing instructions, the document type with its subset: copied as they stand. */
  | { readonly kind: 'other'; readonly source: string; readonly start: number }
  | { readonly kind: 'text'; readonly source: string; readonly start: number };

export interface PrettyXmlOptions {
  /** The text was cut: its end is taken as it is instead of being reported. */
  readonly incomplete?: boolean;
}

/**
 * Prints XML with one element a line. Tokens are copied from the source; entities are never resolved, nothing is fetched.
 * Text with white space around it loses that white space here and only here. Not recursive, one pass.
 */
export function prettyXml(text: string, options: PrettyXmlOptions = {}): Result<string, TextProblem> {
  const printer = new Printer(MAX_PRETTY_CHARS);
  const open: string[] = [];
  /** What the next token stands behind: decides whether it gets a line of its own. */
  let previous: 'start' | 'open' | 'open text' | 'other' = 'start';
  const line = (source: string): void => {
    if (previous !== 'start') printer.newLine(open.length);
    printer.add(source);
  };

  let at = 0;
  while (at < text.length) {
    const token = nextToken(text, at);
    if ('problem' in token) {
      if (token.atEnd && options.incomplete === true) {
        line(text.slice(at));
        return ok(printer.text());
      }
      return fail(locate(text, token.offset, token.problem));
    }
    at = token.start + token.source.length;
    switch (token.kind) {
      case 'text': {
        const trimmed = token.source.trim();
        if (trimmed === '') break;
        if (previous === 'open') {
          printer.add(trimmed);
          previous = 'open text';
        } else {
          line(trimmed);
          previous = 'other';
        }
        break;
      }
      case 'open':
        if (open.length >= MAX_XML_DEPTH) {
          return fail(locate(text, token.start, `it is nested deeper than ${MAX_XML_DEPTH} levels`));
        }
        line(token.source);
        open.push(token.name);
        previous = 'open';
        break;
      case 'close':
        if (open.pop() !== token.name) {
          return fail(locate(text, token.start, 'a closing tag does not match the open element'));
        }
        if (previous === 'open' || previous === 'open text') printer.add(token.source);
        else line(token.source);
        previous = 'other';
        break;
      default:
        line(token.source);
        previous = 'other';
    }
    if (printer.full) {
      return fail(locate(text, token.start, 'it becomes too long when every element gets a line'));
    }
  }
  if (open.length > 0 && options.incomplete !== true) {
    return fail(locate(text, text.length, 'an element is not closed'));
  }
  return ok(printer.text());
}

type TokenProblem = { readonly problem: string; readonly offset: number; readonly atEnd: boolean };

function nextToken(text: string, start: number): Token | TokenProblem {
  if (text[start] !== '<') {
    const end = text.indexOf('<', start);
    return { kind: 'text', source: text.slice(start, end === -1 ? text.length : end), start };
  }
  const other = (end: number, words: string): Token | TokenProblem =>
    end === -1
      ? { problem: words, offset: start, atEnd: true }
      : { kind: 'other', source: text.slice(start, end), start };
  if (text.startsWith('<!--', start)) return other(after(text, '-->', start + 4), 'a comment is not closed');
  if (text.startsWith('<![CDATA[', start)) return other(after(text, ']]>', start + 9), 'a CDATA section is not closed');
  if (text.startsWith('<?', start))
    return other(after(text, '?>', start + 2), 'a processing instruction is not closed');
  if (text.startsWith('<!', start)) return other(declarationEnd(text, start), 'a declaration is not closed');
  const end = tagEnd(text, start);
  if (end === -1) return { problem: 'a tag is not closed', offset: start, atEnd: true };
  const source = text.slice(start, end);
  const name = /^<\/?([^\s/>]+)/.exec(source)?.[1];
  if (name === undefined) return { problem: 'a tag has no name', offset: start, atEnd: false };
  return { kind: source.startsWith('</') ? 'close' : source.endsWith('/>') ? 'empty' : 'open', source, name, start };
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

/** Index behind the `>` of a tag; one inside a quoted value does not count. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return at + 1;
    }
  }
  return -1;
}

/** Index behind a `<!DOCTYPE …>` with its internal subset in brackets. */
function declarationEnd(text: string, start: number): number {
  let brackets = 0;
  let quote = '';
  for (let at = start + 2; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') brackets++;
    else if (char === ']') brackets--;
    else if (char === '>' && brackets <= 0) return at + 1;
  }
  return -1;
}
