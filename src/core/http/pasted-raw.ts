import { latin1Bytes, utf8ByteString } from '../bytes.ts';
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
  const bytes = utf8ByteString(withHeadEnd(withMinorVersion(text.trimStart())));
  const exact = parseRawRequest(latin1Bytes(bytes));
  if (exact.ok) return ok([pastedOf(exact.value, [])]);
  const parts = partsOf(bytes);
  if (parts === null) return exact;
  const restored = restoredBody(parts.body, parts.length);
  const whole = restored === null ? parts.headWithoutLength + parts.body : parts.head + restored;
  const parsed = parseRawRequest(latin1Bytes(whole));
  if (!parsed.ok) return exact;
  const lost = `Content-Length says ${parts.length} bytes, and the body has ${parts.body.length} here: pasting changed it.`;
  return ok([
    pastedOf(parsed.value, [
      restored === null ? lost : 'Line ends of the body were restored as Content-Length has them.',
    ]),
  ]);
}

/** Tools that show HTTP/2 and 3 in the old form write no minor version. */
function withMinorVersion(text: string): string {
  return text.replace(/^(\s*\S+ +\S+ +HTTP\/\d)(?=[ \t]*\r?(?:\n|$))/, '$1.0');
}

function withHeadEnd(text: string): string {
  return /\n\r?\n/.test(text.trimStart()) ? text : `${text.trimEnd()}\r\n\r\n`;
}

interface Parts {
  /** With the empty line at its end. */
  readonly head: string;
  readonly headWithoutLength: string;
  readonly length: number;
  readonly body: string;
}

/** null where it has not just one Content-Length, or another framing. */
function partsOf(text: string): Parts | null {
  const end = /\n\r?\n/.exec(text);
  if (end === null) return null;
  const bodyAt = end.index + end[0].length;
  const head = text.slice(0, bodyAt);
  const lines = [...head.matchAll(/\ncontent-length:[ \t]*(\d{1,15})[ \t\r]*(?=\n)/gi)];
  const [line] = lines;
  if (line === undefined || lines.length > 1 || /\ntransfer-encoding:/i.test(head)) return null;
  const headWithoutLength = head.slice(0, line.index) + head.slice(line.index + line[0].length);
  return { head, headWithoutLength, length: Number(line[1]), body: text.slice(bodyAt) };
}

/** The body of that length that was pasted without its CRs or its last line end; null where none has it. */
function restoredBody(pasted: string, length: number): string | null {
  const withCrlf = pasted.replace(/\r?\n/g, '\r\n');
  const bodies = [withCrlf, withCrlf.replace(/\r\n$/, ''), `${withCrlf}\r\n`, `${pasted}\n`];
  return bodies.find((body) => body.length === length) ?? null;
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
