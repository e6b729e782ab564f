import { latin1Bytes, latin1Text, utf8ByteString } from '../bytes.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import { firstHeader, headerValues } from './headers.ts';
import type { HttpRequest } from './message.ts';
import type { PastedRequest } from './pasted-request.ts';
import { parseRawRequest } from './raw-message.ts';

/** A first line with a version, a path or a URL in it, or the headers' beginning of one. */
const FIRST_LINE = /^\s*[!#$%&'*+\-.^_`|~0-9A-Za-z]+ +(?:[^ \n]+ +HTTP\/[0-9.]+[ \t]*\r?(?:\n|$)|\/|https?:\/\/)/;

/**
 * A raw HTTP/1.1 request as it is after it was pasted: its line ends may have become LF, the empty line at its end may be gone,
 * and then its Content-Length is wrong. Failures: `pasted-unreadable` for a text that is none, and those of `parseRawRequest`.
 */
export function readPastedRaw(text: string): Result<readonly PastedRequest[], Failure> {
  if (!FIRST_LINE.test(text)) {
    const problem = 'it begins neither as a raw HTTP request, nor as a curl command, nor as a HAR';
    return fail({ code: 'pasted-unreadable', what: 'text', problem });
  }
  const bytes = utf8ByteString(withHeadEnd(withMinorVersion(text)));
  const exact = parseRawRequest(latin1Bytes(bytes));
  if (exact.ok) return ok([pastedOf(exact.value, [])]);
  const repaired = withoutLength(bytes);
  if (repaired === null) return exact;
  const parsed = parseRawRequest(latin1Bytes(repaired.text));
  if (!parsed.ok) return exact;
  const { body, loss } = bodyOfLength(latin1Text(parsed.value.body), repaired.length);
  return ok([pastedOf({ ...parsed.value, body: latin1Bytes(body) }, [loss])]);
}

/** Tools that show HTTP/2 and 3 in the old form write no minor version. */
function withMinorVersion(text: string): string {
  return text.replace(/^(\s*\S+ +\S+ +HTTP\/\d)(?=[ \t]*\r?(?:\n|$))/, '$1.0');
}

function withHeadEnd(text: string): string {
  return /\n\r?\n/.test(text.trimStart()) ? text : `${text.trimEnd()}\r\n\r\n`;
}

/** The same without its one Content-Length, and that; null where it has another number of them or another framing. */
function withoutLength(text: string): { readonly text: string; readonly length: number } | null {
  const head = text.slice(0, /\n\r?\n/.exec(text)?.index);
  const lines = [...head.matchAll(/\ncontent-length:[ \t]*(\d{1,15})[ \t\r]*(?=\n|$)/gi)];
  const [line] = lines;
  if (line === undefined || lines.length > 1 || /\ntransfer-encoding:/i.test(head)) return null;
  return { text: text.slice(0, line.index) + text.slice(line.index + line[0].length), length: Number(line[1]) };
}

/** The body of that length which the pasted one was, as far as that can be told. */
function bodyOfLength(pasted: string, length: number): { readonly body: string; readonly loss: string } {
  const withCrlf = pasted.replace(/\r?\n/g, '\r\n');
  for (const body of [withCrlf, withCrlf.replace(/\r\n$/, ''), `${withCrlf}\r\n`, `${pasted}\n`]) {
    if (body.length === length)
      return { body, loss: 'Line ends of the body were restored so that Content-Length is right.' };
  }
  const loss = `Content-Length says ${length} bytes, and the body has ${pasted.length} here: pasting changed it.`;
  return { body: pasted, loss };
}

function pastedOf(request: HttpRequest, losses: readonly string[]): PastedRequest {
  const { method, target, headers, body } = request;
  const framed = headerValues(headers, 'content-length').length + headerValues(headers, 'transfer-encoding').length > 0;
  const unmeasured =
    framed || losses.length > 0 || body.length === 0
      ? []
      : ['It has no Content-Length, so that everything after the empty line was taken for the body.'];
  const { url, guess } = urlOf(request);
  return {
    request: { method, url: url ?? target, headers, body },
    sentAtMs: null,
    losses: [...losses, ...unmeasured, ...(guess === null ? [] : [guess])],
  };
}

function urlOf({ target, headers }: HttpRequest): { readonly url: string | null; readonly guess: string | null } {
  const [host, ...others] = headerValues(headers, 'host');
  if (!target.startsWith('/') || host === undefined || others.length > 0 || !/^[A-Za-z0-9.:[\]_-]+$/.test(host)) {
    return { url: null, guess: null };
  }
  const forwarded = /^https?(?=\s*(?:,|$))/i.exec(firstHeader(headers, 'x-forwarded-proto') ?? '')?.[0].toLowerCase();
  // Nobody but this machine sends to these, and it does so without TLS.
  const isLocal = /^(?:localhost|127\.[0-9.]+|\[::1\])(?::|$)/i.test(host);
  const scheme = forwarded ?? (isLocal ? 'http' : 'https');
  const guess = `Whether it was sent to http:// or https:// is not in it; ${scheme}:// was taken.`;
  return { url: `${scheme}://${host}${target}`, guess: forwarded === undefined ? guess : null };
}
