import { latin1Bytes, latin1Text, strictUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';
import type { HeaderList } from '../../../../core/http/headers.ts';

/** Headers as lines of `Name: value`. Values are byte strings: shown as UTF-8 where they are, as the user wrote them. */
export function headerLines(headers: HeaderList): string {
  return headers.map(([name, value]) => `${name}: ${strictUtf8Text(latin1Bytes(value)) ?? value}`).join('\n');
}

/** The header list (values as UTF-8 byte strings), or a sentence on the first line that is no header. */
export function headersFromLines(text: string): HeaderList | string {
  const headers: [string, string][] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    // RFC 9110, section 5.6.2: a name is a token.
    const [whole, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (whole === undefined) return `Line ${index + 1} is no header: write it as Name: value`;
    headers.push([name, latin1Text(utf8Bytes(value))]);
  }
  return headers;
}
