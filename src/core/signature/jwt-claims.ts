import { base64Of, base64UrlOf, hexOf, utf8Bytes } from '../bytes.ts';
import type { CryptoPort } from './crypto-port.ts';
import type { CompactJws } from './jws.ts';
import type { RequestParts } from './request-parts.ts';
import type { Problem } from './signature-field.ts';
import type { TimestampEvidence } from './verdict.ts';

export type Claims = CompactJws['claims'];

/** What a provider's tokens vouch for. */
export interface ClaimRules {
  /** `iss` is one of these. */
  readonly issuers?: readonly string[];
  /** `exp`: without it a token is refused, or only checked where it is there. */
  readonly expires: 'required' | 'where-present';
  /** Largest distance of `iat` from now, either way; `iat` is then required. */
  readonly maxAgeSeconds?: number;
  /** How far `exp` and `nbf` may be off. */
  readonly leewaySeconds: number;
  /** Claims that have to be there, whatever they hold. */
  readonly required?: readonly string[];
  /** The claim with the SHA-256 of the body; `with-body`: left out by the provider where the body is empty. */
  readonly body?: {
    readonly claim: string;
    readonly encoding: 'hex' | 'base64' | 'base64url';
    readonly required: 'always' | 'with-body';
  };
  /** The claim with the public URL, or the hex SHA-256 of it. */
  readonly url?: { readonly claim: string; readonly form: 'text' | 'sha256' };
  /** `aud` names whoever was pasted beside the key, else the public URL. */
  readonly audience?: boolean;
  /** A claim of one provider's own; signing writes the value that `expected` gives first. */
  readonly own?: { readonly claim: string; expected(parts: RequestParts, crypto: CryptoPort): readonly string[] };
}

/** What keeps a request from being verified whatever the key: a claim that is not there, a URL that is not known. */
export function claimProblem(rules: ClaimRules, claims: Claims, parts: RequestParts): Problem | null {
  const { request } = parts;
  const needed = [
    ...(rules.issuers === undefined ? [] : ['iss']),
    ...(rules.expires === 'required' ? ['exp'] : []),
    ...(rules.maxAgeSeconds === undefined ? [] : ['iat']),
    ...(rules.body !== undefined && (rules.body.required === 'always' || request.body.length > 0)
      ? [rules.body.claim]
      : []),
    ...(rules.url === undefined ? [] : [rules.url.claim]),
    ...(rules.audience === true ? ['aud'] : []),
    ...(rules.own === undefined ? [] : [rules.own.claim]),
    ...(rules.required ?? []),
  ];
  const missing = needed.find((name) => !Object.hasOwn(claims, name));
  if (missing !== undefined) return { reason: 'missing-part', detail: `the claim ${missing}` };
  for (const name of ['iat', 'nbf', 'exp']) {
    if (Object.hasOwn(claims, name) && seconds(claims, name) === null) {
      return { reason: 'malformed-timestamp', detail: name };
    }
  }
  if (rules.url !== undefined && request.url === null) return { reason: 'no-public-url', detail: null };
  return null;
}

/** What a rightly signed token says that does not fit the request or the moment. */
export function claimObjection(
  rules: ClaimRules,
  claims: Claims,
  parts: RequestParts,
  nowMs: number,
  crypto: CryptoPort,
): Problem | null {
  const { request } = parts;
  const mismatch = (name: string): Problem => ({ reason: 'claim-mismatch', detail: `the claim ${name}` });
  if (rules.issuers !== undefined && !rules.issuers.some((issuer) => claims.iss === issuer)) return mismatch('iss');
  if (rules.body !== undefined && Object.hasOwn(claims, rules.body.claim)) {
    const { claim, encoding } = rules.body;
    if (!sameHash(claims[claim], encoding, bodyHash(rules.body, request.body, crypto), crypto)) return mismatch(claim);
  }
  if (rules.url !== undefined && request.url !== null) {
    const { claim, form } = rules.url;
    const expected = urlClaim(form, request.url, crypto);
    const fits = form === 'text' ? claims[claim] === expected : sameHash(claims[claim], 'hex', expected, crypto);
    if (!fits) return mismatch(claim);
  }
  if (rules.own !== undefined) {
    const value = claims[rules.own.claim];
    if (!rules.own.expected(parts, crypto).some((expected) => value === expected)) return mismatch(rules.own.claim);
  }
  return windowObjection(rules, claims, nowMs);
}

/** `aud` is one name or several (RFC 7519, section 4.1.3). */
export function names(audience: unknown, wanted: string): boolean {
  return Array.isArray(audience) ? audience.includes(wanted) : audience === wanted;
}

function windowObjection(rules: ClaimRules, claims: Claims, nowMs: number): Problem | null {
  const now = Math.floor(nowMs / 1000);
  const [exp, nbf, iat] = [seconds(claims, 'exp'), seconds(claims, 'nbf'), seconds(claims, 'iat')];
  const stale = (by: number): Problem => ({ reason: 'stale-timestamp', detail: String(Math.ceil(by)) });
  const early = (by: number): Problem => ({ reason: 'future-timestamp', detail: String(Math.ceil(by)) });
  // RFC 7519, section 4.1.4: not on or after the moment of `exp`.
  if (exp !== null && now - exp >= rules.leewaySeconds) return stale(Math.max(now - (iat ?? nbf ?? exp), 1));
  if (nbf !== null && nbf - now > rules.leewaySeconds) return early(nbf - now);
  if (rules.maxAgeSeconds !== undefined && iat !== null) {
    if (now - iat > rules.maxAgeSeconds) return stale(now - iat);
    if (iat - now > rules.maxAgeSeconds) return early(iat - now);
  }
  return null;
}

/** NumericDate of RFC 7519, section 2: seconds, perhaps with a fraction. */
function seconds(claims: Claims, name: string): number | null {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'number' && Math.abs(value) <= 8.64e12 ? value : null;
}

export function timestampOf(rules: ClaimRules, claims: Claims, nowMs: number): TimestampEvidence | null {
  const source = ['iat', 'nbf', 'exp'].find((name) => seconds(claims, name) !== null);
  if (source === undefined) return null;
  const at = seconds(claims, source) ?? 0;
  return {
    source,
    raw: String(at),
    atMs: at * 1000,
    ageSeconds: Math.floor(nowMs / 1000) - at,
    toleranceSeconds: source === 'iat' ? (rules.maxAgeSeconds ?? null) : null,
    covered: true,
  };
}

const encoders = { hex: hexOf, base64: base64Of, base64url: base64UrlOf };

export function bodyHash(rule: NonNullable<ClaimRules['body']>, body: Uint8Array, crypto: CryptoPort): string {
  return encoders[rule.encoding](crypto.hash('sha256', [body]));
}

export function urlClaim(form: 'text' | 'sha256', url: string, crypto: CryptoPort): string {
  return form === 'text' ? url : hexOf(crypto.hash('sha256', [utf8Bytes(url)]));
}

/** Hex digits have no case; padding of base64url comes with and without. */
function sameHash(claim: unknown, encoding: 'hex' | 'base64' | 'base64url', expected: string, crypto: CryptoPort) {
  if (typeof claim !== 'string' || claim.length > 200) return false;
  const text = encoding === 'hex' ? claim.toLowerCase() : encoding === 'base64url' ? claim.replace(/=+$/, '') : claim;
  return crypto.sameBytes(utf8Bytes(text), utf8Bytes(expected));
}
