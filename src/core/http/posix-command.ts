import { utf8ByteString } from '../bytes.ts';
import { printfOutput } from './printf.ts';
import { type ShellCommand, UnreadableCommand } from './shell-command.ts';

/**
 * The words of one command for a POSIX shell, with bash's `$'…'` (POSIX.1-2024, Shell Command Language, section 2.2). Nothing
 * is run: a variable, a command substitution other than `$(printf '…')` and a second command are refused. What stands behind
 * a pipe is passed over. Linear in the text. Throws `UnreadableCommand`.
 */
export function posixCommand(text: string): ShellCommand {
  const reader = new PosixReader(text.replaceAll('\r\n', '\n'));
  const words = reader.command();
  const input = reader.endedInPipe ? outputOf(words) : null;
  return input === null ? { words, input } : { words: reader.command(), input };
}

/** What a command that only writes its arguments writes; null: it is another command. */
function outputOf([command, ...words]: readonly string[]): string | null {
  if (command === 'printf') return printfOutput(words);
  if (command !== 'echo') return null;
  const texts = words[0] === '-n' ? words.slice(1) : words;
  if (words[0] !== '-n' && words[0]?.startsWith('-') === true) throw new UnreadableCommand('it uses options of echo');
  // Some shells' echo reads escapes and others' does not.
  if (texts.some((word) => word.includes('\\')))
    throw new UnreadableCommand('echo has a backslash: use printf instead');
  return texts.join(' ') + (words[0] === '-n' ? '' : '\n');
}

/** Runs of characters are taken with patterns of one class each, which need no stack however long the run is. */
class PosixReader {
  endedInPipe = false;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  command(): readonly string[] {
    const words: string[] = [];
    while (this.#toWord(words.length === 0)) words.push(this.#word(''));
    return words;
  }

  get #next(): string {
    return this.#text.charAt(this.#at);
  }

  /** What a sticky pattern matches here, perhaps nothing. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  /** Goes to the command's next word; false: the command is over. */
  #toWord(isFirst: boolean): boolean {
    let isNewLine = false;
    for (;;) {
      const passed = this.#take(/[ \t\r\n]+/y) || this.#take(/\\\n/y) || this.#take(/#[^\n]*/y);
      if (passed === '') break;
      isNewLine ||= /^[ \t\r\n]/.test(passed) && passed.includes('\n');
    }
    if (this.#next === '') return false;
    if (isNewLine && !isFirst) throw new UnreadableCommand('there is more than one command');
    this.endedInPipe = this.#take(/\|(?![|&])/y) !== '';
    return !this.endedInPipe;
  }

  /** One word, which `end` ends besides what always does. */
  #word(end: string): string {
    let word = '';
    const start = this.#at;
    for (;;) {
      // Not \s, which takes letters of a shell's for white space.
      word += utf8ByteString(this.#take(/[^ \t\r\n'"\\$`|&;<>()]+/y));
      const char = this.#next;
      if (char === '' || char === end || ' \t\r\n'.includes(char) || (char === '|' && this.#at > start)) return word;
      this.#at++;
      if (char === "'") word += this.#inSingleQuotes();
      else if (char === '"') word += this.#inDoubleQuotes();
      else if (char === '\\') word += this.#take(/\n/y) === '' ? utf8ByteString(this.#take(/./suy)) : '';
      else if (char === '$') word += this.#dollar();
      else throw special(char);
    }
  }

  #inSingleQuotes(): string {
    const text = this.#take(/[^']+/y);
    this.#endQuotes("'");
    return utf8ByteString(text);
  }

  #inDoubleQuotes(): string {
    let text = '';
    for (;;) {
      text += utf8ByteString(this.#take(/[^"\\$`]+/y));
      const char = this.#next;
      if (char === '"' || char === '') break;
      this.#at++;
      if (char === '`') throw special(char);
      if (char === '$') text += this.#substitution();
      // A backslash means something before these only.
      else if (this.#take(/\n/y) === '') text += this.#take(/[$`"\\]/y) || char;
    }
    this.#endQuotes('"');
    return text;
  }

  #endQuotes(quote: string): void {
    if (this.#next !== quote) throw new UnreadableCommand('a quotation in it does not end');
    this.#at++;
  }

  /** After an unquoted dollar sign. */
  #dollar(): string {
    if (this.#take(/"/y) !== '') return this.#inDoubleQuotes();
    return this.#take(/'/y) === '' ? this.#substitution() : this.#inAnsiQuotes();
  }

  /** After a dollar sign that begins a substitution, or stands for itself. */
  #substitution(): string {
    const name = this.#take(/\{?[A-Za-z_][A-Za-z0-9_]*|\{|[0-9@*#?!$-]/y).replace('{', '');
    if (name !== '')
      throw new UnreadableCommand(`it uses the shell variable $${name.slice(0, 40)}: write its value there`);
    if (this.#take(/\(/y) === '') return '$';
    const format = this.#take(/printf (?=')/y) === '' ? null : this.#word(')');
    if (format === null || this.#take(/\)/y) === '') {
      throw new UnreadableCommand('it runs another command between $( and )');
    }
    // POSIX.1-2024, section 2.6.3: line feeds at the end are removed.
    let output = printfOutput([format]);
    while (output.endsWith('\n')) output = output.slice(0, -1);
    return output;
  }

  /** After `$'` (POSIX.1-2024, section 2.2.4). */
  #inAnsiQuotes(): string {
    let text = '';
    for (;;) {
      text += utf8ByteString(this.#take(/[^'\\]+/y));
      const char = this.#next;
      if (char === "'" || char === '') break;
      this.#at++;
      text += this.#ansiEscape();
    }
    this.#endQuotes("'");
    if (text.includes('\0'))
      throw new UnreadableCommand('it has a NUL character in a quotation, where a shell ends the word');
    return text;
  }

  /** After a backslash in `$'…'`. */
  #ansiEscape(): string {
    // Browsers write a character above U+FFFF as the two halves that JavaScript has of it.
    const units = this.#take(
      /u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|[uU][0-9A-Fa-f]{1,4}(?![0-9A-Fa-f])/y,
    );
    if (units !== '') return utf8ByteString(units.replace(/\\?[uU]([0-9A-Fa-f]+)/g, (_, hex: string) => unit(hex)));
    const long = this.#take(/u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{5,8}/y).slice(1);
    if (long !== '') return utf8ByteString(codePoint(long));
    const octal = this.#take(/[0-7]{1,3}/y);
    if (octal !== '') return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    const hex = this.#take(/x[0-9A-Fa-f]{1,2}/y).slice(1);
    if (hex !== '') return String.fromCharCode(Number.parseInt(hex, 16));
    const control = this.#take(/c[@-_a-z?]/y).slice(1);
    if (control === '?') return '\x7f';
    if (control !== '') return String.fromCharCode(control.charCodeAt(0) & 31);
    const char = utf8ByteString(this.#take(/./suy));
    return ansiCharacters[char] ?? `\\${char}`;
  }
}

const ansiCharacters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

function unit(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff) throw new UnreadableCommand('it has a \\U escape that is no character');
  return String.fromCodePoint(code);
}

function special(char: string): UnreadableCommand {
  return new UnreadableCommand(
    char === '`'
      ? 'it runs another command between backquotes'
      : `it has an unquoted “${char}”, which is a shell’s own`,
  );
}
