import { base64UrlOf, bytesFromBase64Url, strictUtf8Text, utf8Bytes } from '../bytes.ts';
import type { KeyAlgorithm } from './crypto-port.ts';

/**
 * Compact JWS (RFC 7515, section 3.1) with JWT claims (RFC 7519). By hand and not with `jose`, which answers with promises
 * on WebCrypto only: verdicts are synchronous, so that rules, detection and the list never see half a verdict. The part that
 * is easy to get wrong, which algorithm counts, is not read from the token here: a scheme names the ones it signs with.
 */
export interface CompactJws {
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
  /** `header.claims` as received: what is signed. */
  readonly signedText: string;
  readonly signatureText: string;
  readonly signature: Uint8Array;
}

export type MacAlgorithm = 'HS256' | 'HS384' | 'HS512';
export type JwsAlgorithm = MacAlgorithm | keyof typeof pairAlgorithms;

export const macHashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

export const pairAlgorithms = {
  RS256: 'rsa-sha256',
  RS384: 'rsa-sha384',
  RS512: 'rsa-sha512',
  PS256: 'rsa-pss-sha256',
  PS384: 'rsa-pss-sha384',
  PS512: 'rsa-pss-sha512',
  ES256: 'ecdsa-sha256-raw',
  ES384: 'ecdsa-sha384-raw',
  ES512: 'ecdsa-sha512-raw',
  EdDSA: 'ed25519',
} as const satisfies Record<string, KeyAlgorithm>;

/** Providers' tokens stay under 4 KiB; one that is the body may hold an event. */
const MAX_TOKEN = 1024 * 1024;

/** undefined for anything but three strict base64url parts of which the first two hold JSON objects. */
export function parseJws(token: string): CompactJws | undefined {
  if (token.length > MAX_TOKEN) return undefined;
  const [head, payload, signatureText, ...more] = token.split('.', 4);
  if (head === undefined || payload === undefined || signatureText === undefined || more.length > 0) return undefined;
  if (token.includes('=')) return undefined;
  const header = objectOf(head);
  const claims = objectOf(payload);
  const signature = bytesFromBase64Url(signatureText);
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  const { alg, kid, crit } = header;
  // RFC 7515, section 4.1.11: an extension that is not understood makes the token invalid, and none is.
  if (typeof alg !== 'string' || crit !== undefined) return undefined;
  const keyId = typeof kid === 'string' ? kid : null;
  return { algorithm: alg, keyId, claims, signedText: `${head}.${payload}`, signatureText, signature };
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = bytesFromBase64Url(part);
  const text = bytes === undefined ? undefined : strictUtf8Text(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // An object that is no array and not null has string keys.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // Not JSON, so no token.
    return undefined;
  }
}

/** `header.claims`, ready to be signed. */
export function unsignedJws(
  header: { readonly alg: JwsAlgorithm; readonly kid?: string },
  claims: Readonly<Record<string, unknown>>,
): string {
  const { alg, ...rest } = header;
  return [{ alg, typ: 'JWT', ...rest }, claims].map((part) => base64UrlOf(utf8Bytes(JSON.stringify(part)))).join('.');
}
