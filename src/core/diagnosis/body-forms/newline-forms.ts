import { concatBytes } from '../../bytes.ts';
import type { BodyForm } from './body-form.ts';

const LF = 0x0a;
const CR = 0x0d;
const lf = Uint8Array.of(LF);
const crlf = Uint8Array.of(CR, LF);

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === LF || byte === CR;

const newline = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-newline', form, bytes });

/** One line break more or less at the end: what editors, `echo` and heredocs do. */
export function* endNewlineForms(body: Uint8Array): Generator<BodyForm> {
  const last = body.at(-1);
  const endsInCrLf = last === LF && body.at(-2) === CR;
  if (endsInCrLf) yield newline('without the CRLF at the end', body.subarray(0, -2));
  else if (last === LF) yield newline('without the line feed at the end', body.subarray(0, -1));
  yield newline('with a line feed at the end', concatBytes([body, lf]));
  yield newline('with CRLF at the end', concatBytes([body, crlf]));
  if (endsInCrLf) yield newline('with a line feed instead of CRLF at the end', concatBytes([body.subarray(0, -2), lf]));
  else if (last === LF)
    yield newline('with CRLF instead of the line feed at the end', concatBytes([body.subarray(0, -1), crlf]));
  let end = body.length;
  while (end > 0 && isSpace(body[end - 1])) end--;
  if (end < body.length) yield newline('without white space at the end', body.subarray(0, end));
  let start = 0;
  while (start < end && isSpace(body[start])) start++;
  if (start > 0) yield newline('without white space at both ends', body.subarray(start, end));
}

/** Line breaks exchanged throughout: text modes of files and of version control. */
export function* lineBreakForms(body: Uint8Array): Generator<BodyForm> {
  const { feeds, pairs } = countBreaks(body);
  if (pairs > 0) yield newline('line feeds instead of CRLF', replaced(body, lf, body.length - pairs));
  if (feeds > pairs) {
    yield newline('CRLF instead of line feeds', replaced(body, crlf, body.length + feeds - pairs));
  }
  if (feeds > 0) {
    const bytes = new Uint8Array(body.length - feeds - pairs);
    let at = 0;
    for (let index = 0; index < body.length; index++) {
      const byte = body[index] ?? 0;
      if (byte !== LF && !(byte === CR && body[index + 1] === LF)) bytes[at++] = byte;
    }
    yield newline('without its line breaks', bytes);
  }
}

function countBreaks(body: Uint8Array): { readonly feeds: number; readonly pairs: number } {
  let feeds = 0;
  let pairs = 0;
  for (let at = body.indexOf(LF); at !== -1; at = body.indexOf(LF, at + 1)) {
    feeds++;
    if (body[at - 1] === CR) pairs++;
  }
  return { feeds, pairs };
}

/** Every CRLF, and every bare LF, written as `lineBreak`; a bare CR stays. `size`: what that takes. */
function replaced(body: Uint8Array, lineBreak: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index] ?? 0;
    if (byte === CR && body[index + 1] === LF) continue;
    if (byte === LF) {
      bytes.set(lineBreak, at);
      at += lineBreak.length;
    } else bytes[at++] = byte;
  }
  return bytes;
}
