import { base64UrlOf, hexOf, latin1Bytes, latin1Text, utf8Bytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { kindsOf } from './asymmetric-keys.ts';
import { codeMechanism } from './code-mechanism.ts';
import type { CryptoPort } from './crypto-port.ts';
import { type CompactJws, macHashes, pairAlgorithms, parseJws, unsignedJws } from './jws.ts';
import { bodyHash, type Claims, claimObjection, claimProblem, names, timestampOf, urlClaim } from './jwt-claims.ts';
import { isMac, type JwtKey, type JwtRules, loadKey } from './jwt-key.ts';
import { fixedSource, type KeySource } from './key-source.ts';
import { placeHeader } from './recipe-sign.ts';
import { type RequestParts, requestParts, type SignedRequest } from './request-parts.ts';
import type { Mechanism, SignedParts, SignProblem } from './scheme.ts';
import { type Problem, trimBlanks } from './signature-field.ts';
import type { ContentPart } from './signed-content.ts';

export function jwtMechanism(rules: JwtRules): Mechanism {
  const { keysAt, published } = rules;
  return codeMechanism<JwtKey>({
    strength: 'full',
    signatureHeaders: rules.header === null ? [] : [rules.header.name],
    read: (parts, nowMs, crypto) => readToken(rules, parts, nowMs, crypto),
    load: (secret, crypto) => loadKey(rules, secret, crypto),
    ...(keysAt === undefined ? {} : { keyUrl: () => keysAt }),
    ...(keysAt === undefined || published === undefined
      ? {}
      : { keySource: (parts) => sourceOf(rules, fixedSource(keysAt, published), parts) }),
    sign: (request, secret, nowMs, crypto) => signToken(rules, request, secret, nowMs, crypto),
  });
}

function sourceOf(rules: JwtRules, place: ReturnType<typeof fixedSource>, parts: RequestParts): KeySource | null {
  const found = findToken(rules, parts);
  if (found.problem !== null) return null;
  const { identifier } = rules;
  const added = identifier === undefined ? {} : { identifier: { shape: identifier.shape, required: false } };
  return { ...place, keyId: found.jws.keyId, ...added };
}

function readToken(rules: JwtRules, parts: RequestParts, nowMs: number, crypto: CryptoPort) {
  const found = findToken(rules, parts);
  const { source } = found;
  const nothing = { source, received: [], content: [], url: null, timestamp: null, objection: null };
  if (found.problem !== null) return { ...nothing, problem: found.problem, attempt: () => null };
  const { jws } = found;
  const { claims } = jws;
  const allowed = rules.algorithms.find((algorithm) => algorithm === jws.algorithm);
  const detail = source?.name ?? null;
  return {
    source,
    received: [jws.signatureText],
    content: contentOf(jws),
    url: signsUrl(rules) ? parts.request.url : null,
    timestamp: timestampOf(rules.claims, claims, nowMs),
    problem:
      allowed === undefined
        ? ({ reason: 'unknown-version', detail } as const)
        : claimProblem(rules.claims, claims, parts),
    hopeless: allowed === undefined,
    objection: claimObjection(rules.claims, claims, parts, nowMs, crypto),
    attempt(key: JwtKey) {
      // Only without a problem, and then the algorithm is one of the scheme's.
      if (allowed === undefined) return null;
      const objection = identityObjection(rules, claims, key.identifier, parts.request.url);
      const content = [utf8Bytes(jws.signedText)];
      if (isMac(allowed)) {
        if (key.kind === 'pair') return { matches: false, expected: null };
        const expected = crypto.hmac(macHashes[allowed], key.bytes, content);
        return {
          matches: crypto.sameBytes(expected, jws.signature),
          expected: base64UrlOf(expected),
          objection,
        };
      }
      if (key.kind === 'mac') return { matches: false, expected: null };
      const algorithm = pairAlgorithms[allowed];
      if (key.keys.length === 0) return null;
      const named = key.keys.filter(({ id }) => id !== null && id === jws.keyId);
      // One key that was pasted alone is tried under any name; of a set only the one the token names.
      const usable = named.length > 0 || jws.keyId === null || key.keys.length === 1 ? named : null;
      if (usable === null) return null;
      const tried = usable.length > 0 ? usable : key.keys;
      return {
        matches: tried.some((each) => each.verify(algorithm, content, jws.signature)),
        expected: null,
        objection,
      };
    },
  };
}

function signsUrl({ claims }: JwtRules): boolean {
  return claims.url !== undefined || claims.audience === true || claims.own !== undefined;
}

/** Who the token is from or for, where that was pasted beside the key. */
function identityObjection(
  rules: JwtRules,
  claims: Claims,
  identifier: string | null,
  url: string | null,
): Problem | null {
  if (rules.identifier?.claim === 'iss') {
    return identifier === null || claims.iss === identifier
      ? null
      : { reason: 'claim-mismatch', detail: 'the claim iss' };
  }
  if (rules.claims.audience !== true) return null;
  const audience = identifier ?? url;
  if (audience === null) return { reason: 'no-public-url', detail: null };
  return names(claims.aud, audience) ? null : { reason: 'claim-mismatch', detail: 'the claim aud' };
}

type Found =
  | { readonly source: Source; readonly problem: Problem }
  | { readonly source: Source; readonly problem: null; readonly jws: CompactJws };
type Source = { readonly name: string; readonly value: string } | null;

function findToken(rules: JwtRules, parts: RequestParts): Found {
  if (rules.header === null) {
    const token = latin1Text(parts.request.body.subarray(0, 1024 * 1024 + 1)).trim();
    const source = { name: 'body', value: token.slice(0, 4096) };
    if (token === '') return { source: null, problem: { reason: 'missing-signature', detail: 'a token in the body' } };
    const jws = parseJws(token);
    return jws === undefined
      ? { source, problem: { reason: 'malformed-signature', detail: 'the body' } }
      : { source, problem: null, jws };
  }
  const { name, prefix } = rules.header;
  const values = parts.header(name).map(trimBlanks);
  const [value] = values;
  if (value === undefined) return { source: null, problem: { reason: 'missing-signature', detail: name } };
  const source = { name, value };
  if (values.some((other) => other !== value))
    return { source, problem: { reason: 'duplicate-signature', detail: name } };
  if (value === '') return { source, problem: { reason: 'empty-signature', detail: name } };
  // RFC 9110, section 11.1: the scheme word has no case.
  const prefixed = value.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
  const jws = prefixed ? parseJws(trimBlanks(value.slice(prefix.length))) : undefined;
  return jws === undefined
    ? { source, problem: { reason: 'malformed-signature', detail: name } }
    : { source, problem: null, jws };
}

function contentOf({ signedText }: CompactJws): readonly ContentPart[] {
  const dot = signedText.indexOf('.');
  return [
    { role: 'field', name: 'token header', bytes: latin1Bytes(signedText.slice(0, dot)) },
    { role: 'literal', name: null, bytes: latin1Bytes('.') },
    { role: 'field', name: 'claims', bytes: latin1Bytes(signedText.slice(dot + 1)) },
  ];
}

function signToken(
  rules: JwtRules,
  request: SignedRequest,
  secret: string,
  nowMs: number,
  crypto: CryptoPort,
): Result<SignedParts, SignProblem> {
  const loaded = loadKey(rules, secret, crypto);
  if (!loaded.ok) return fail({ kind: 'secret', problem: loaded.failure });
  const key = loaded.value;
  const parts = requestParts(request);
  const claims = freshClaims(rules, parts, key.identifier, nowMs, crypto);
  if (!claims.ok) return claims;
  const signed = signedJws(rules, key, claims.value, crypto);
  if (!signed.ok) return fail({ kind: 'secret', problem: signed.failure });
  if (rules.header === null) return ok({ headers: request.headers, body: latin1Bytes(signed.value) });
  const { name, prefix } = rules.header;
  return ok({ headers: placeHeader(request.headers, name, prefix + signed.value) });
}

function signedJws(rules: JwtRules, key: JwtKey, claims: Claims, crypto: CryptoPort): Result<string, string> {
  if (key.kind === 'mac') {
    const alg = rules.algorithms.find(isMac);
    if (alg === undefined) return fail('it is a shared secret, and this scheme signs with a key pair');
    const text = unsignedJws({ alg }, claims);
    return ok(`${text}.${base64UrlOf(crypto.hmac(macHashes[alg], key.bytes, [utf8Bytes(text)]))}`);
  }
  if (key.keys.length === 0) return fail('it holds no key to sign with');
  for (const alg of rules.algorithms) {
    if (isMac(alg)) continue;
    const algorithm = pairAlgorithms[alg];
    const own = key.keys.find(({ kind, sign }) => sign !== null && kindsOf(algorithm).includes(kind));
    if (own === undefined || own.sign === null) continue;
    const text = unsignedJws(own.id === null ? { alg } : { alg, kid: own.id }, claims);
    return ok(`${text}.${base64UrlOf(own.sign(algorithm, [utf8Bytes(text)]))}`);
  }
  return fail('it is a public key, which verifies but cannot sign');
}

/** The claims of the token that is there, with everything the scheme checks made new. */
function freshClaims(
  { claims: rules, identifier: role, lifetimeSeconds = 300, ...jwt }: JwtRules,
  parts: RequestParts,
  identifier: string | null,
  nowMs: number,
  crypto: CryptoPort,
): Result<Claims, SignProblem> {
  const { request } = parts;
  const found = findToken({ claims: rules, ...jwt }, parts);
  const old = found.problem === null ? found.jws.claims : jwt.header === null ? jsonObject(parts.jsonBody()) : {};
  const now = Math.floor(nowMs / 1000);
  const issuer = role?.claim === 'iss' && identifier !== null ? identifier : rules.issuers?.[0];
  const audience = role?.claim === 'aud' && identifier !== null ? identifier : request.url;
  if ((request.url === null && rules.url !== undefined) || (audience === null && rules.audience === true)) {
    return fail({ kind: 'missing', part: 'the public URL' });
  }
  const { nbf: _nbf, ...kept } = flat(old);
  const writesBody = rules.body !== undefined && (rules.body.required === 'always' || request.body.length > 0);
  if (rules.body !== undefined && !writesBody) delete kept[rules.body.claim];
  return ok({
    ...kept,
    ...(issuer === undefined ? {} : { iss: issuer }),
    ...(rules.audience === true ? { aud: audience } : {}),
    iat: now,
    ...(rules.expires === 'required' || Object.hasOwn(kept, 'exp') ? { exp: now + lifetimeSeconds } : {}),
    jti: hexOf(crypto.randomBytes(16)),
    ...(rules.url === undefined || request.url === null
      ? {}
      : { [rules.url.claim]: urlClaim(rules.url.form, request.url, crypto) }),
    ...(rules.body === undefined || !writesBody
      ? {}
      : { [rules.body.claim]: bodyHash(rules.body, request.body, crypto) }),
    ...(rules.own === undefined ? {} : { [rules.own.claim]: rules.own.expected(parts, crypto)[0] ?? '' }),
  });
}

function jsonObject(value: unknown): Claims {
  // An object that is no array and not null has string keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : {};
}

/** Without what could be nested deeper than the serialiser goes: the token that is there came from anybody. */
function flat(claims: Claims): Record<string, unknown> {
  const entries = Object.entries(claims).filter(([, value]) => {
    try {
      return JSON.stringify(value) !== undefined;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
  return Object.fromEntries(entries);
}
