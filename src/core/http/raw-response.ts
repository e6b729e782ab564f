import { concatBytes, latin1Text } from '../bytes.ts';
import { type HeaderList, headerValues, withoutBlanks } from './headers.ts';
import type { HttpResponse } from './message.ts';

/**
 * Reads one HTTP/1.x response from a byte stream (RFC 9112), strictly: a line ends with CR LF, headers are not folded,
 * and a message whose length could be read in two ways is an error. Interim responses (1xx) are skipped. The content
 * coding is not decoded.
 */
export interface ResponseReader {
  /** Feeds bytes as they come, in pieces of any size. Bytes after the end of the response are ignored. */
  push(chunk: Uint8Array): void;
  /** The server closed the connection. */
  end(): void;
  readonly state: ResponseState;
}

export type ResponseState =
  /** `response`: what is known so far, once the head is in; its body is what came until now. */
  | { readonly kind: 'reading'; readonly response: HttpResponse | null }
  | { readonly kind: 'complete'; readonly response: HttpResponse; readonly truncated: boolean }
  | { readonly kind: 'malformed'; readonly problem: string; readonly response: HttpResponse | null };

export interface ResponseReaderOptions {
  /** Of the request: a reply to HEAD has no body, whatever its headers say. */
  readonly method: string;
  /** More is cut off there; the response counts as complete and truncated then. */
  readonly maxBodyBytes: number;
  /** Limit of the status line and headers together, and of the trailers. */
  readonly maxHeadBytes: number;
}

interface Head {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

type Step =
  | { readonly at: 'head' }
  | { readonly at: 'length'; readonly left: number }
  | { readonly at: 'chunk-size' }
  | { readonly at: 'chunk-data'; readonly left: number }
  | { readonly at: 'chunk-end' }
  | { readonly at: 'trailers' }
  | { readonly at: 'until-close' }
  | { readonly at: 'over' };

class Malformed extends Error {}

const NOTHING: Uint8Array = new Uint8Array(0);
/** A chunk-size line is a hex number and extensions, which nobody uses; llhttp bounds extensions to 16 KiB. */
const MAX_CHUNK_LINE = 16 * 1024;

export function createResponseReader(options: ResponseReaderOptions): ResponseReader {
  let step: Step = { at: 'head' };
  let pending = NOTHING;
  let head: Head | null = null;
  let trailers: HeaderList = [];
  // One buffer that doubles: a list of pieces would cost a hundred times the bytes when they come in chunks of one byte.
  let body = NOTHING;
  let bodyBytes = 0;
  let truncated = false;
  let problem: string | null = null;

  function response(): HttpResponse | null {
    return head === null ? null : { ...head, body: body.subarray(0, bodyBytes), trailers };
  }

  function keep(bytes: Uint8Array): void {
    const room = options.maxBodyBytes - bodyBytes;
    const kept = bytes.subarray(0, room);
    if (bodyBytes + kept.length > body.length) {
      const grown = new Uint8Array(Math.max(2 * body.length, bodyBytes + kept.length));
      grown.set(body);
      body = grown;
    }
    body.set(kept, bodyBytes);
    bodyBytes += kept.length;
    if (bytes.length > room) {
      truncated = true;
      step = { at: 'over' };
    }
  }

  /** The bytes up to a CR LF, taken off `pending`; undefined while the line is not whole. */
  function line(maxBytes: number): string | undefined {
    const end = pending.indexOf(0x0a);
    if ((end === -1 ? pending.length : end) > maxBytes) throw new Malformed('a line is too long');
    if (end === -1) return undefined;
    if (end === 0 || pending[end - 1] !== 0x0d) throw new Malformed('a line does not end with CR LF');
    const text = latin1Text(pending.subarray(0, end - 1));
    pending = pending.subarray(end + 1);
    return text;
  }

  /** Takes a head or trailer section off `pending`, without its empty line; undefined while it is not whole. */
  function section(): readonly string[] | undefined {
    const end = endOfSection(pending);
    if ((end === -1 ? pending.length : end) > options.maxHeadBytes) {
      throw new Malformed(`the headers are over ${options.maxHeadBytes} bytes`);
    }
    if (end === -1) return undefined;
    const text = latin1Text(pending.subarray(0, end));
    pending = pending.subarray(end);
    return text
      .slice(0, text === '\r\n' ? 0 : -4)
      .split('\r\n')
      .filter((field) => field !== '');
  }

  /** Makes one step with the bytes at hand; false when more are needed. */
  function advance(): boolean {
    switch (step.at) {
      case 'head': {
        // Answering with something else altogether is told apart before a whole head was waited for.
        const start = latin1Text(pending.subarray(0, 7));
        if (!'HTTP/1.'.startsWith(start)) throw new Malformed('it does not start with HTTP/1.');
        const lines = section();
        if (lines === undefined) return false;
        const next = parseHead(lines);
        if (next.status < 200 && next.status !== 101) return true;
        head = next;
        step = bodyStep(next, options.method);
        return true;
      }
      case 'length':
      case 'chunk-data': {
        const chunk = pending.subarray(0, step.left);
        pending = pending.subarray(chunk.length);
        const left = step.left - chunk.length;
        if (step.at === 'length') step = left === 0 ? { at: 'over' } : { at: 'length', left };
        else step = left === 0 ? { at: 'chunk-end' } : { at: 'chunk-data', left };
        keep(chunk);
        return chunk.length > 0;
      }
      case 'chunk-size': {
        const text = line(MAX_CHUNK_LINE);
        if (text === undefined) return false;
        const size = /^0*([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(text)?.[1];
        if (size === undefined) throw new Malformed('a chunk has no valid size');
        const left = Number.parseInt(size, 16);
        step = left === 0 ? { at: 'trailers' } : { at: 'chunk-data', left };
        return true;
      }
      case 'chunk-end': {
        if (pending.length < 2) return false;
        if (pending[0] !== 0x0d || pending[1] !== 0x0a) throw new Malformed('a chunk is longer than its size');
        pending = pending.subarray(2);
        step = { at: 'chunk-size' };
        return true;
      }
      case 'trailers': {
        const lines = section();
        if (lines === undefined) return false;
        trailers = lines.map(parseField);
        step = { at: 'over' };
        return true;
      }
      case 'until-close': {
        const chunk = pending;
        pending = NOTHING;
        keep(chunk);
        return false;
      }
      case 'over':
        pending = NOTHING;
        return false;
    }
  }

  function guarded(work: () => void): void {
    if (problem !== null || step.at === 'over') return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problem = error.message;
    }
  }

  return {
    get state(): ResponseState {
      const known = response();
      if (problem !== null) return { kind: 'malformed', problem, response: known };
      if (step.at === 'over' && known !== null) return { kind: 'complete', response: known, truncated };
      return { kind: 'reading', response: known };
    },
    push(chunk) {
      guarded(() => {
        pending = pending.length === 0 ? chunk : concatBytes([pending, chunk]);
        while (pending.length > 0 && advance());
      });
    },
    end() {
      guarded(() => {
        if (step.at !== 'until-close') {
          throw new Malformed(
            head === null
              ? 'the connection ended before the headers were complete'
              : 'the connection ended in the body',
          );
        }
        step = { at: 'over' };
      });
    },
  };
}

/** Index after the empty line that ends a section, or -1. A section may be the empty line alone. */
function endOfSection(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (at === 0 || bytes[at - 1] !== 0x0d) throw new Malformed('a line does not end with CR LF');
    if (at === 1 || bytes[at - 2] === 0x0a) return at + 1;
  }
  return -1;
}

function parseHead(lines: readonly string[]): Head {
  const [first = '', ...fields] = lines;
  const match = /^HTTP\/(1\.[01]) ([1-9][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(first);
  const [, httpVersion, status, reason = ''] = match ?? [];
  if (httpVersion === undefined || status === undefined) throw new Malformed('the status line is not valid');
  return { httpVersion, status: Number(status), reason, headers: fields.map(parseField) };
}

/** RFC 9112, section 5: no space before the colon, no folding; the value without the space around it. */
function parseField(text: string): readonly [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/.exec(text);
  const [, name, value] = match ?? [];
  if (name === undefined || value === undefined) throw new Malformed('a header line is not valid');
  return [name, withoutBlanks(value)];
}

/** RFC 9112, section 6.3. */
function bodyStep(head: Head, method: string): Step {
  const { status, headers, httpVersion } = head;
  const codings = headerValues(headers, 'transfer-encoding').join(',').toLowerCase();
  const lengths = new Set(
    headerValues(headers, 'content-length')
      .flatMap((value) => value.split(','))
      .map(withoutBlanks),
  );
  // 101: another protocol follows, which is no reply to show.
  if (method === 'HEAD' || status === 101 || status === 204 || status === 304) return { at: 'over' };
  if (codings !== '') {
    if (lengths.size > 0) throw new Malformed('it has both Content-Length and Transfer-Encoding');
    if (httpVersion === '1.0') throw new Malformed('it has Transfer-Encoding, which HTTP/1.0 does not know');
    return /(^|,)[ \t]*chunked[ \t]*$/.test(codings) ? { at: 'chunk-size' } : { at: 'until-close' };
  }
  const [length] = lengths;
  if (length === undefined) return { at: 'until-close' };
  if (lengths.size > 1) throw new Malformed('it has more than one Content-Length');
  if (!/^[0-9]{1,15}$/.test(length)) throw new Malformed('its Content-Length is not a number');
  const left = Number(length);
  return left === 0 ? { at: 'over' } : { at: 'length', left };
}
