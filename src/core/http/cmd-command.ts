import { utf8ByteString } from '../bytes.ts';
import { type ShellCommand, UnreadableCommand } from './shell-command.ts';

/**
 * The words of one command for Windows' cmd.exe, as browsers copy it: first cmd takes `^` for itself, then the program splits
 * its command line (Microsoft, "Parsing C command-line arguments"). `%NAME%` is left as it stands. Linear in the text.
 * Throws `UnreadableCommand`.
 */
export function cmdCommand(text: string): ShellCommand {
  return { words: argumentsOf(lineOf(text.replaceAll('\r\n', '\n').trim())).map(utf8ByteString), input: null };
}

/** The command line without cmd's own characters. */
function lineOf(text: string): string {
  let line = '';
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const plain = inQuotes ? /[^"\n]+/y : /[^"\n^&|<>()]+/y;
    plain.lastIndex = at;
    const [run = ''] = plain.exec(text) ?? [];
    line += run;
    at += run.length;
    const char = text.charAt(at);
    if (char === '"') {
      inQuotes = !inQuotes;
      line += char;
    } else if (char === '^') {
      // It joins a line to the next one, and escapes the character after that.
      if (text[at + 1] === '\n') at++;
      at++;
      line += text.charAt(at);
    } else if (char === '|') return line;
    else if (char === '\n') throw new UnreadableCommand('there is more than one command');
    else if (char !== '') throw new UnreadableCommand(`it has an unquoted “${char}”, which is cmd’s own`);
  }
  return line;
}

/** Backslashes mean something before a quotation mark only; two of these within a quotation are one character. */
function argumentsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let inQuotes = false;
  const tokens = /\\+"?|"|[ \t]+|[^\\" \t]+/y;
  for (let [token] = tokens.exec(line) ?? []; token !== undefined; [token] = tokens.exec(line) ?? []) {
    if (token === '"' && inQuotes && line[tokens.lastIndex] === '"') {
      tokens.lastIndex++;
      word = `${word ?? ''}"`;
    } else if (token === '"') {
      inQuotes = !inQuotes;
      word ??= '';
    } else if (token.endsWith('"')) {
      const backslashes = token.length - 1;
      word = `${word ?? ''}${'\\'.repeat(backslashes >> 1)}${backslashes % 2 === 1 ? '"' : ''}`;
      if (backslashes % 2 === 0) inQuotes = !inQuotes;
    } else if (/^[ \t]/.test(token) && !inQuotes) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + token;
  }
  if (inQuotes) throw new UnreadableCommand('a quotation in it does not end');
  if (word !== null) words.push(word);
  return words;
}
