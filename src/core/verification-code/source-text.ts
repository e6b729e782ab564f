import type { CodePlan, Name } from './code-plan.ts';

/** Lines of source text; nested lists are flattened, and what is not wanted (`false`, null) is left out. */
export type Lines = string | false | null | readonly Lines[];

export function sourceText(...lines: readonly Lines[]): string {
  return `${flat(lines).join('\n')}\n`;
}

function flat(lines: readonly Lines[]): readonly string[] {
  return lines.flatMap((line) =>
    typeof line === 'string' ? [line] : line === null || line === false ? [] : flat(line),
  );
}

/** Each line of a block moved to the right. */
export function indented(by: string, ...lines: readonly Lines[]): readonly string[] {
  return flat(lines).map((line) => (line === '' ? '' : by + line));
}

export function camelCase(name: Name): string {
  return name.map((word, index) => (index === 0 ? word : capitalised(word))).join('');
}

export function pascalCase(name: Name): string {
  return name.map(capitalised).join('');
}

export function snakeCase(name: Name): string {
  return name.join('_');
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The environment variable with the secret. A previous one beside it is accepted while a rotation is under way. */
export function secretVariable(plan: CodePlan): string {
  return `${plan.id.join('_').toUpperCase()}_WEBHOOK_SECRET`;
}

/**
 * A string literal between `quote`s. Printable ASCII stands as it is; the quote, the backslash and what is in `also` (characters
 * that begin something else in that language) after a backslash; everything else as `escaped` writes the code point.
 */
export function quoted(text: string, quote: string, also: string, escaped: (code: number) => string): string {
  let inside = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code > 0x7e) inside += escaped(code);
    else inside += character === quote || character === '\\' || also.includes(character) ? `\\${character}` : character;
  }
  return quote + inside + quote;
}

export function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** `\ud83d\ude00`: UTF-16 code units. */
export function utf16Escape(code: number): string {
  return [...String.fromCodePoint(code)]
    .flatMap((character) => Array.from({ length: character.length }, (_, index) => character.charCodeAt(index)))
    .map((unit) => `\\u${hex(unit, 4)}`)
    .join('');
}

/** Bytes as `\xNN`: of UTF-8, or of a byte string whose characters above U+00FF cannot stand on the wire. */
export function byteEscape(encoding: 'utf8' | 'latin1'): (code: number) => string {
  return (code) => {
    const bytes = encoding === 'latin1' && code <= 0xff ? [code] : new TextEncoder().encode(String.fromCodePoint(code));
    return [...bytes].map((byte) => `\\x${hex(byte, 2)}`).join('');
  };
}

/** A prefix with a `{word}` as a regular expression that Perl, Go, Java, Python and JavaScript read alike. */
export function prefixPattern(prefix: string): string {
  const plain = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
  return `^${prefix.split('{word}').map(plain).join('[A-Za-z0-9_]+')}`;
}
