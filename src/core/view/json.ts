import { fail, ok, type Result } from '../result.ts';

/** Where a text stops being what it was taken for. `line` and `column` count from 1, `column` in UTF-16 code units. */
export interface TextProblem {
  /** In the user's words, without the text itself: "a comma or “}” is missing". */
  readonly problem: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Deeper documents are refused: no sender needs them, and every level costs indentation on every line below it. */
export const MAX_JSON_DEPTH = 1000;

/** Longest text that pretty-printing may make. Without it, 2 MB of `[[[…` with a million leaves would take gigabytes. */
export const MAX_PRETTY_CHARS = 32 * 1024 * 1024;

const INDENT = '  ';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What the grammar (RFC 8259, section 2) allows next. */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end' | 'nothing';

export interface PrettyJsonOptions {
  /** The text was cut: its end is taken as it is instead of being reported. */
  readonly incomplete?: boolean;
  /** Instead of `MAX_PRETTY_CHARS`. */
  readonly maxChars?: number;
}

/**
 * Prints JSON with one value a line. Every token is copied from the source: numbers of any length, duplicate names,
 * escapes and the order of members stay exactly what was sent; only white space between tokens changes. Not recursive,
 * one pass. Failure: where and why the text is not RFC 8259 JSON, or deeper than `MAX_JSON_DEPTH`.
 */
export function prettyJson(text: string, options: PrettyJsonOptions = {}): Result<string, TextProblem> {
  const printer = new Printer(options.maxChars ?? MAX_PRETTY_CHARS);
  const problem = walkJson(text, printer);
  if (problem === null) return ok(printer.text());
  if (problem.atEnd && options.incomplete === true) {
    printer.add(text.slice(problem.tokenStart));
    return ok(printer.text());
  }
  return fail(locate(text, problem.offset, problem.words));
}

/** Whether a text is JSON that may be given to `JSON.parse` and walked: null, or why not. */
export function jsonProblem(text: string, maxDepth: number): TextProblem | null {
  const problem = walkJson(text, null, maxDepth);
  return problem === null ? null : locate(text, problem.offset, problem.words);
}

/** Parts that are joined into one: eight million strings of one character each would take ten times the memory of the text. */
const JOINED_PARTS = 4096;

/** Collects a text of very many parts. */
export class Printer {
  private readonly joined: string[] = [];
  private parts: string[] = [];
  private length = 0;
  private readonly maxChars: number;
  private readonly lineStarts: string[] = [];

  constructor(maxChars: number) {
    this.maxChars = maxChars;
  }

  add(part: string): void {
    this.parts.push(part);
    this.length += part.length;
    if (this.parts.length < JOINED_PARTS) return;
    this.joined.push(this.parts.join(''));
    this.parts = [];
  }

  newLine(depth: number): void {
    this.lineStarts[depth] ??= `\n${INDENT.repeat(depth)}`;
    this.add(this.lineStarts[depth]);
  }

  get full(): boolean {
    return this.length > this.maxChars;
  }

  text(): string {
    return this.joined.join('') + this.parts.join('');
  }
}

interface WalkProblem {
  readonly words: string;
  readonly offset: number;
  /** The text ended too early. */
  readonly atEnd: boolean;
  /** Where the unfinished token begins; the end of the text when there is none. */
  readonly tokenStart: number;
}

function walkJson(text: string, printer: Printer | null, maxDepth: number = MAX_JSON_DEPTH): WalkProblem | null {
  const containers: number[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const problem = (words: string, offset = at): WalkProblem => ({ words, offset, atEnd: false, tokenStart: offset });
  const ended = (words: string, tokenStart: number): WalkProblem => ({
    words,
    offset: text.length,
    atEnd: true,
    tokenStart,
  });

  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) return expected === 'nothing' ? null : ended(missingWords(expected, containers), at);
    const code = text.charCodeAt(at);

    if (expected === ':') {
      if (code !== COLON) return problem('a colon is missing after the name');
      printer?.add(': ');
      expected = 'value';
      at++;
      continue;
    }
    if (expected === ', or end') {
      const container = containers.at(-1);
      const closing = container === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      if (code === COMMA) {
        printer?.add(',');
        printer?.newLine(containers.length);
        expected = container === OPEN_BRACE ? 'name' : 'value';
      } else if (code === closing) {
        containers.pop();
        printer?.newLine(containers.length);
        printer?.add(String.fromCharCode(code));
        expected = containers.length === 0 ? 'nothing' : ', or end';
      } else {
        return problem(missingWords(expected, containers));
      }
      if (printer?.full === true) return problem('it becomes too long when every value gets a line');
      at++;
      continue;
    }
    if (expected === 'nothing') return problem('something follows the value');

    const closesEmpty =
      (expected === 'value or ]' && code === CLOSE_BRACKET) || (expected === 'name or }' && code === CLOSE_BRACE);
    if (closesEmpty) {
      containers.pop();
      printer?.add(String.fromCharCode(code));
      expected = containers.length === 0 ? 'nothing' : ', or end';
      at++;
      continue;
    }
    // The first member or element of a container: only now is it known not to be empty.
    if (expected === 'value or ]' || expected === 'name or }') printer?.newLine(containers.length);

    if (expected === 'name' || expected === 'name or }') {
      if (code !== QUOTE) return problem('a name in double quotes is missing');
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (containers.length >= maxDepth) return problem(`it is nested deeper than ${maxDepth} levels`);
      containers.push(code);
      printer?.add(String.fromCharCode(code));
      expected = code === OPEN_BRACE ? 'name or }' : 'value or ]';
      at++;
      continue;
    }

    const end = code === QUOTE ? stringEnd(text, at) : scalarEnd(text, at);
    if (typeof end !== 'number')
      return end.offset >= text.length ? ended(end.words, at) : problem(end.words, end.offset);
    printer?.add(text.slice(at, end));
    at = end;
    if (expected === 'name' || expected === 'name or }') expected = ':';
    else expected = containers.length === 0 ? 'nothing' : ', or end';
  }
}

function missingWords(expected: Expected, containers: readonly number[]): string {
  switch (expected) {
    case ', or end':
      return containers.at(-1) === OPEN_BRACE ? 'a comma or “}” is missing' : 'a comma or “]” is missing';
    case 'name':
    case 'name or }':
      return 'a name or “}” is missing';
    case ':':
      return 'a colon is missing after the name';
    default:
      return 'a value is missing';
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

type TokenProblem = { readonly words: string; readonly offset: number };

/** Index behind the closing quote. By hand: a regular expression's stack overflows on strings of some megabytes. */
function stringEnd(text: string, start: number): number | TokenProblem {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 0x20) return { words: 'a control character stands unescaped in a string', offset: at };
    if (code !== BACKSLASH) continue;
    if (at + 1 >= text.length) break;
    const escaped = text.charAt(at + 1);
    if (escaped === 'u') {
      const digits = text.slice(at + 2, at + 6);
      if (!/^[0-9a-fA-F]*$/.test(digits))
        return { words: 'an escape “\\u” is not followed by four hex digits', offset: at };
      if (digits.length < 4) break;
      at += 5;
    } else if ('"\\/bfnrt'.includes(escaped)) {
      at += 1;
    } else {
      return { words: 'there is no such escape', offset: at };
    }
  }
  return { words: 'a string has no closing quote', offset: text.length };
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD_CHARACTER = /[^\s,\]}[{":]/;
const LITERALS = ['true', 'false', 'null'];

function scalarEnd(text: string, start: number): number | TokenProblem {
  for (const literal of LITERALS) {
    if (text.startsWith(literal, start) && !continues(text, start + literal.length)) return start + literal.length;
  }
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text);
  if (number !== null && !continues(text, NUMBER.lastIndex)) return NUMBER.lastIndex;
  let end = start;
  while (continues(text, end)) end++;
  if (end >= text.length && beginsScalar(text.slice(start, start + 5), end - start)) {
    return { words: 'a value is cut off', offset: text.length };
  }
  return { words: 'this is not a JSON value', offset: start };
}

/** Whether a token that the end of the text cut could have become a literal or a number. */
function beginsScalar(head: string, length: number): boolean {
  return LITERALS.some((literal) => length < literal.length && literal.startsWith(head)) || /^-?([0-9]|$)/.test(head);
}

function continues(text: string, at: number): boolean {
  return at < text.length && WORD_CHARACTER.test(text.charAt(at));
}

export function locate(text: string, offset: number, problem: string): TextProblem {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const next = text.indexOf('\n', lineStart);
    if (next === -1 || next >= offset) break;
    line++;
    lineStart = next + 1;
  }
  return { problem, offset, line, column: offset - lineStart + 1 };
}
