import { latin1Bytes, strictUtf8Text } from '../bytes.ts';
import type { Draft } from '../draft/draft.ts';
import { wireRequest } from '../draft/sendable.ts';
import type { Failure } from '../failure.ts';
import { ok, type Result } from '../result.ts';
import { firstHeader, type HeaderList, headerValues, sameHeaderName } from './headers.ts';

/**
 * A command for a POSIX shell (sh, bash, zsh) that makes curl 7.55 or newer send the request that Replay would send: the
 * same method, path, body, and headers in their order and case. Two things are curl's own: it writes Host first, and
 * Content-Length last with the length of what it sends, so that the body can be edited in the command.
 *
 * Whatever the request holds is data: nothing of it can end a quotation, be taken for an option or a file name by curl,
 * or act on the terminal it is pasted into. Failures as of `wireRequest`.
 */
export function curlCommand(draft: Omit<Draft, 'signing'>): Result<string, Failure> {
  const wire = wireRequest({ ...draft, signing: null });
  if (!wire.ok) return wire;
  const { tls, request } = wire.value;
  const { method, target, headers, body } = request;
  const host = firstHeader(headers, 'host') ?? '';
  const hasBody = body.length > 0 || headerValues(headers, 'content-length').length > 0;
  const isHead = method === 'HEAD' && !hasBody;

  const lines = [
    // Over TLS curl would otherwise speak HTTP/2, where header names have no case.
    'curl --http1.1 --globoff --path-as-is --include',
    // With `--request HEAD` curl would wait for the body that the reply to HEAD only announces.
    isHead ? '--head' : `--request ${quoted(method)}`,
    ...headerArguments(headers, hasBody ? body.length : null).map((line) => `--header ${quoted(line)}`),
  ];
  const pipe = hasBody && !isInline(body) ? `printf ${printfFormat(body)} |\n` : '';
  // `--data-raw`, because `--data-binary` reads a file when the text begins with @.
  if (hasBody) lines.push(pipe === '' ? `--data-raw ${quotedBody(body)}` : '--data-binary @-');
  lines.push(quoted(`${tls ? 'https' : 'http'}://${host}${target}`));
  return ok(pipe + lines.join(' \\\n  '));
}

/** curl adds these by itself; `Name:` without a value keeps it from doing so. */
function headerArguments(headers: HeaderList, bodyBytes: number | null): readonly string[] {
  const own = ['User-Agent', 'Accept'];
  if (bodyBytes !== null) own.push('Content-Type');
  // curl asks before it sends more than 1 MiB, and up to version 7.75 more than 1 KiB.
  if (bodyBytes !== null && bodyBytes >= 1024) own.push('Expect');
  const unwanted = own.filter((name) => !headers.some(([other]) => sameHeaderName(other, name)));
  const listed = headers.filter(([name]) => !sameHeaderName(name, 'host') && !sameHeaderName(name, 'content-length'));
  return [
    ...listed.map(([name, value]) => (/^[ \t]*$/.test(value) ? `${name};` : `${name}: ${value}`)),
    ...unwanted.map((name) => `${name}:`),
  ];
}

/** A byte string as one shell word. */
function quoted(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return singleQuoted(text);
  // The clipboard carries characters and not bytes, so a byte above 0x7F or a control character is written as its number.
  return `"$(printf ${printfFormat(latin1Bytes(text))})"`;
}

function quotedBody(body: Uint8Array): string {
  return singleQuoted(strictUtf8Text(body) ?? '');
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Linux takes 128 KiB as one argument; a pipe takes any length, since `printf` is built into the shell. */
const MAX_INLINE_BYTES = 64 * 1024;

/**
 * Text that can be read and pasted as it is: UTF-8 without control characters other than line feeds, which are harmless
 * in quotes, and without the invisible ones that make text look like another (bidirectional controls, zero width).
 */
function isInline(body: Uint8Array): boolean {
  const text = body.length <= MAX_INLINE_BYTES ? strictUtf8Text(body) : undefined;
  return text !== undefined && !/[^\P{C}\n]|[\u2028\u2029]/u.test(text);
}

/** A `printf` format that gives exactly these bytes: POSIX.1-2024, printf, with octal escapes of three digits. */
function printfFormat(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    // A leading hyphen would be an option; an interactive bash looks for ! (history) even in here when it is in "…".
    const isPlain = byte >= 0x20 && byte <= 0x7e && char !== '!' && (text !== '' || char !== '-');
    if (!isPlain) text += `\\${byte.toString(8).padStart(3, '0')}`;
    else if (char === '%') text += '%%';
    else if (char === '\\') text += '\\\\';
    else if (char === "'") text += "'\\''";
    else text += char;
  }
  return `'${text}'`;
}
