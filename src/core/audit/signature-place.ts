import { latin1Bytes, latin1Text } from '../bytes.ts';
import type { AuditRequest } from './audit.ts';

/** Where the encoded signature stands in a signed request: a stretch of a header's value, of the URL or of the body. */
export type SignaturePlace =
  | { readonly in: 'header'; readonly index: number; readonly start: number; readonly end: number }
  | { readonly in: 'url' | 'body'; readonly start: number; readonly end: number };

/**
 * Found without knowing the scheme: what differs between the request signed with its secret and the same request signed with
 * others. Several others, because two signatures may begin with the same character.
 */
export function placesOf(signed: AuditRequest, others: readonly AuditRequest[]): readonly SignaturePlace[] {
  const places: SignaturePlace[] = [];
  for (const [index, [name, value]] of signed.headers.entries()) {
    const stretch = differing(
      value,
      others.map(({ headers }) => (headers[index]?.[0] === name ? (headers[index]?.[1] ?? '') : '')),
    );
    if (stretch !== null) places.push({ in: 'header', index, ...stretch });
  }
  const url = differing(
    signed.url,
    others.map((other) => other.url),
  );
  if (url !== null) places.push({ in: 'url', ...url });
  const body = differing(
    latin1Text(signed.body),
    others.map((other) => latin1Text(other.body)),
  );
  if (body !== null) places.push({ in: 'body', ...body });
  return places;
}

function differing(text: string, others: readonly string[]): { readonly start: number; readonly end: number } | null {
  let start = text.length;
  let fromEnd = text.length;
  for (const other of others) {
    let same = 0;
    while (same < text.length && text[same] === other[same]) same++;
    start = Math.min(start, same);
    let sameAtEnd = 0;
    while (sameAtEnd < text.length && text.at(-1 - sameAtEnd) === other.at(-1 - sameAtEnd)) sameAtEnd++;
    fromEnd = Math.min(fromEnd, sameAtEnd);
  }
  if (start >= text.length) return null;
  // The padding of base64 is part of the signature though it is always the same.
  let end = Math.max(start, text.length - fromEnd);
  while (text[end] === '=') end++;
  return { start, end };
}

export function signatureText(request: AuditRequest, place: SignaturePlace): string {
  return textAt(request, place).slice(place.start, place.end);
}

/** The request with another text where the signature stands. */
export function withSignatureText(request: AuditRequest, place: SignaturePlace, text: string): AuditRequest {
  const whole = textAt(request, place);
  const changed = whole.slice(0, place.start) + text + whole.slice(place.end);
  switch (place.in) {
    case 'header':
      return {
        ...request,
        headers: request.headers.map((header, index) => (index === place.index ? [header[0], changed] : header)),
      };
    case 'url':
      return { ...request, url: changed };
    case 'body':
      return { ...request, body: latin1Bytes(changed) };
  }
}

function textAt(request: AuditRequest, place: SignaturePlace): string {
  switch (place.in) {
    case 'header':
      return request.headers[place.index]?.[1] ?? '';
    case 'url':
      return request.url;
    case 'body':
      return latin1Text(request.body);
  }
}
