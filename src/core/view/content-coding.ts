import { type HeaderList, headerValues } from '../http/headers.ts';

export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** A decoded view is cut here: 51 bytes of brotli can stand for 64 MB. */
export const MAX_DECODED_BYTES = 8 * 1024 * 1024;

/** Codings undone for a view. More than two on one body is an attack or a mistake, and the stored bytes are shown. */
export const MAX_CODINGS = 2;

/**
 * The codings of a body in the order they were applied (RFC 9110, section 8.4), `identity` left out. `unknown`: the name
 * of the first that no view can undo.
 */
export function contentCodings(headers: HeaderList): {
  readonly codings: readonly ContentCoding[];
  readonly unknown: string | null;
} {
  const names = headerValues(headers, 'content-encoding')
    .join(',')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const codings: ContentCoding[] = [];
  for (const name of names) {
    const coding = codingOf(name);
    if (coding === null) return { codings: [], unknown: name };
    codings.push(coding);
  }
  return codings.length > MAX_CODINGS ? { codings: [], unknown: names.join(', ') } : { codings, unknown: null };
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
