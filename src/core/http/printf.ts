import { UnreadableCommand } from './shell-command.ts';

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/**
 * What `printf FORMAT TEXT…` writes (POSIX.1-2024, printf), as byte strings; of the conversions `%s` and `%%`, with as many
 * texts as there are `%s`. Throws `UnreadableCommand`.
 */
export function printfOutput([format = '', ...texts]: readonly string[]): string {
  let next = 0;
  const output = format.replace(/[\\%](?:([0-7]{1,3})|(.|$))/gs, (found, octal?: string, char = '') => {
    if (found.startsWith('%')) {
      if (char === '%') return '%';
      const text = char === 's' ? texts[next++] : undefined;
      if (text === undefined) throw new UnreadableCommand('its printf has a conversion other than %s with its text');
      return text;
    }
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    const meant = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
    if (meant === undefined) throw new UnreadableCommand('its printf has an escape that is not POSIX’s');
    return meant;
  });
  if (next < texts.length) throw new UnreadableCommand('its printf has more texts than its format takes');
  return output;
}
