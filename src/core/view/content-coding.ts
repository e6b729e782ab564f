import { type HeaderList, headerValues } from '../http/headers.ts';

export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** A decoded view is cut here: 51 bytes of brotli can stand for 64 MB. */
export const MAX_DECODED_BYTES = 8 * 1024 * 1024;

/** Of an encoded body, this much is read for a view: codings that make a body longer gain nothing by it. */
export const MAX_ENCODED_BYTES = 16 * 1024 * 1024;

/** Codings undone for a view. More than two on one body is an attack or a mistake, and the stored bytes are shown. */
export const MAX_CODINGS = 2;

/** Codings that no view undoes: one with an unknown name (a byte string), or more than `MAX_CODINGS` of them. */
export type UnknownCoding = { readonly name: string } | { readonly count: number };

/** The codings of a body in the order they were applied (RFC 9110, section 8.4), `identity` left out. */
export function contentCodings(headers: HeaderList): {
  readonly codings: readonly ContentCoding[];
  readonly unknown: UnknownCoding | null;
} {
  const names = headerValues(headers, 'content-encoding')
    .join(',')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const codings: ContentCoding[] = [];
  for (const name of names) {
    const coding = codingOf(name);
    if (coding === null) return { codings: [], unknown: { name } };
    codings.push(coding);
  }
  return codings.length > MAX_CODINGS
    ? { codings: [], unknown: { count: codings.length } }
    : { codings, unknown: null };
}

/** The user's words for it. `shown` makes a name safe to look at. */
export function unknownCodingWords(unknown: UnknownCoding, shown: (name: string) => string): string {
  if ('count' in unknown)
    return `The body is encoded ${unknown.count} times; at most ${MAX_CODINGS} are undone. Shown as stored.`;
  return `Content-Encoding “${shown(unknown.name.slice(0, 40))}” is not known. Shown as stored.`;
}

function codingOf(name: string): ContentCoding | null {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
    case 'br':
    case 'zstd':
      return name;
    default:
      return null;
  }
}

/** A body without its content codings, as far as they could be undone. */
export interface DecodedBody {
  readonly bytes: Uint8Array;
  /** More than `MAX_DECODED_BYTES` came out: this is the beginning. */
  readonly cut: boolean;
  /** What went wrong on the way; the bytes before it are there. */
  readonly problem: DecodingProblem | null;
}

export interface DecodingProblem {
  readonly coding: ContentCoding;
  /** `window`: it asks for more memory than RFC 9659 lets a zstd body ask for. */
  readonly what: 'ends-early' | 'invalid' | 'window';
}

/** Whether nothing of a body could be decoded, so that the stored bytes are all there is to show. */
export function isUndecodable({ bytes, problem }: DecodedBody): boolean {
  return bytes.length === 0 && problem !== null;
}

/** The user's words for what went wrong, one sentence or two. */
export function decodingWords(decoded: DecodedBody): string | null {
  const { problem } = decoded;
  if (problem === null) return null;
  if (isUndecodable(decoded)) {
    const { coding } = problem;
    switch (problem.what) {
      case 'ends-early':
        return `The ${coding} data ends before anything can be decoded. Shown as stored.`;
      case 'window':
        return `The ${coding} data needs more than 8 MiB of memory to decode, which RFC 9659 forbids. Shown as stored.`;
      default:
        return `Content-Encoding says ${coding}, but the body is not. Shown as stored.`;
    }
  }
  return problem.what === 'ends-early'
    ? `The ${problem.coding} data ends too early. This is what came before its end.`
    : `The ${problem.coding} data is damaged. This is what came before the damage.`;
}

/**
 * Whether data sent as `deflate` has zlib's wrapper (RFC 1950, section 2.2: method 8, a header divisible by 31), as HTTP means
 * it. RFC 9110, section 8.4.1.2: "some non-conformant implementations send the deflate data without the zlib wrapper".
 */
export function hasZlibHeader(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return method % 16 === 8 && (method * 256 + flags) % 31 === 0;
}
