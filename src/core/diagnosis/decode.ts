import { bytesFromBase64Url, bytesFromHex } from '../bytes.ts';

export type TextEncoding = 'hex' | 'base64' | 'base64url';

/** base64 in either alphabet, with and without padding, line breaks passed over; undefined for anything else. */
export function lenientBase64(text: string): { readonly bytes: Uint8Array; readonly url: boolean } | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  const bytes = bytesFromBase64Url(compact.replaceAll('+', '-').replaceAll('/', '_'));
  return bytes === undefined ? undefined : { bytes, url: /[-_]/.test(compact) };
}

/** Hex in either case, with `0x` and with colons or spaces between the bytes; undefined for anything else. */
export function lenientHex(text: string): Uint8Array | undefined {
  const bare = text.replace(/^0x/i, '');
  return bytesFromHex(/^[0-9a-f]{2}([: ][0-9a-f]{2})+$/i.test(bare) ? bare.replace(/[: ]/g, '') : bare);
}
