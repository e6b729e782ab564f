import { latin1Text } from '../bytes.ts';
import { parseContentType } from '../http/content-type.ts';
import { looksLikeText } from './text.ts';

export type ViewKind = 'json' | 'form' | 'multipart' | 'xml' | 'text' | 'binary' | 'empty';

/** Bytes of a body that choosing looks at. */
export const SAMPLE_BYTES = 1024;

const TEXT_TYPES = new Set([
  'application/javascript',
  'application/x-ndjson',
  'application/jwt',
  'application/graphql',
]);

/**
 * How to show a body, guessed from what its sender calls it and how it begins. JSON under another name is common (Amazon
 * SNS sends it as `text/plain`, `curl -d` as a form), so the first character counts there.
 */
export function chooseView(contentType: string | null, body: Uint8Array): ViewKind {
  if (body.length === 0) return 'empty';
  const sample = body.subarray(0, SAMPLE_BYTES);
  const mediaType = contentType === null ? '' : parseContentType(contentType).mediaType;
  const start = looksLikeText(sample) ? firstCharacters(sample) : null;
  const json = start !== null && /^[{[]/.test(start);
  if (mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json')) return 'json';
  if (mediaType === 'application/x-www-form-urlencoded') return json ? 'json' : 'form';
  if (mediaType.startsWith('multipart/')) return 'multipart';
  if (mediaType === 'application/xml' || mediaType === 'text/xml' || mediaType.endsWith('+xml')) return 'xml';
  if (TEXT_TYPES.has(mediaType)) return 'text';
  if (mediaType.startsWith('text/') && mediaType !== 'text/plain') return 'text';
  if (start === null) return mediaType === 'text/plain' ? 'text' : 'binary';
  if (json) return 'json';
  if (mediaType === 'text/plain') return 'text';
  return /^<(\?xml|[a-z!])/i.test(start) ? 'xml' : 'text';
}

function firstCharacters(sample: Uint8Array): string {
  // Zero bytes and marks of UTF-16 and UTF-8 stand between or before the ASCII characters looked for here.
  return latin1Text(sample)
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
    .slice(0, 16);
}
