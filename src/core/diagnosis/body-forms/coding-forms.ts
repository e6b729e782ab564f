import { base64Of, bytesFromBase64, bytesFromBase64Url, latin1Bytes, latin1Text } from '../../bytes.ts';
import { type HeaderList, headerValues } from '../../http/headers.ts';
import { contentCodings, MAX_DECODED_BYTES } from '../../view/content-coding.ts';
import type { BodyForm, ContentCodec } from './body-form.ts';

const decoded = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-decoded', form, bytes });

/** By their first bytes: RFC 1952, RFC 8878, and RFC 1950 with the usual window. Brotli has none. */
const MAGIC: readonly (readonly [coding: string, first: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['deflate', [0x78]],
];

/**
 * Signed before Content-Encoding was put on, or after it was taken off. A coding that was taken off can be put on again only
 * at its library's default level; other levels give other bytes, and no proof.
 */
export function* contentCodingForms(body: Uint8Array, headers: HeaderList, codec: ContentCodec): Generator<BodyForm> {
  const { codings } = contentCodings(headers);
  let bytes: Uint8Array | null = body;
  for (const coding of codings.toReversed()) {
    bytes = codec.decode(coding, bytes, MAX_DECODED_BYTES);
    if (bytes === null) break;
    yield decoded(`${coding} decoded`, bytes);
  }
  const isCoded = codings.length > 0 && bytes !== null;
  if (codings.length === 0) {
    for (const [coding, first] of MAGIC) {
      if (!first.every((byte, index) => body[index] === byte)) continue;
      const plain = codec.decode(coding, body, MAX_DECODED_BYTES);
      if (plain !== null) yield decoded(`${coding} decoded, which no header names`, plain);
    }
  }
  // A header that names a coding the body does not have: something decoded the body and left the header.
  const missing = isCoded ? [] : codings;
  for (const coding of missing) {
    const encoded = codec.encode(coding, body);
    if (encoded !== null) yield decoded(`${coding} encoded`, encoded);
  }
}

/** Our own base64 takes a microsecond for some ten bytes. */
const MAX_BASE64_BYTES = 128 * 1024;

/** API gateways hand binary bodies on in base64. */
export function* base64Forms(body: Uint8Array, headers: HeaderList): Generator<BodyForm> {
  if (body.length === 0 || body.length > MAX_BASE64_BYTES) return;
  const text = latin1Text(body).trim();
  if (/^[A-Za-z0-9+/=]+$/.test(text)) {
    const plain = bytesFromBase64(text);
    if (plain !== undefined) yield decoded('base64 decoded', plain);
  } else if (/^[A-Za-z0-9_=-]+$/.test(text)) {
    const plain = bytesFromBase64Url(text);
    if (plain !== undefined) yield decoded('base64url decoded', plain);
  }
  yield decoded('base64 encoded', latin1Bytes(base64Of(body)));
  if (headerValues(headers, 'content-transfer-encoding').length > 0) {
    const lines = base64Of(body).replace(/.{76}/g, '$&\r\n');
    yield decoded('base64 encoded in lines of 76', latin1Bytes(lines));
  }
}
