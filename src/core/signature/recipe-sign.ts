import { latin1Bytes } from '../bytes.ts';
import { type HeaderList, headerValues, sameHeaderName } from '../http/headers.ts';
import { withJsonValue } from '../json-splice.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CryptoPort } from './crypto-port.ts';
import { bytesOf, loadKey, type Plan } from './plan.ts';
import { requestParts, type SignedRequest } from './request-parts.ts';
import type { SignedParts, SignProblem } from './scheme.ts';
import { encodeSignature, formatSignature, readSignature, trimBlanks } from './signature-field.ts';
import { type ContentPart, renderContent } from './signed-content.ts';
import { formatTimestamp } from './timestamp.ts';

/**
 * The request with a fresh timestamp and signature. What the scheme owns is replaced where it stood, in the provider's
 * case; what is new is appended in the order id, timestamp, signature. Message ids are kept, and so is every byte of the
 * body but a timestamp or signature that stands in it.
 */
export function signWith(
  plan: Plan,
  request: SignedRequest,
  secret: string,
  nowMs: number,
  crypto: CryptoPort,
): Result<SignedParts, SignProblem> {
  const rule = plan.recipe.timestamp;
  return signWithTimestamp(
    plan,
    request,
    secret,
    rule === undefined ? null : formatTimestamp(nowMs, rule.unit),
    crypto,
  );
}

/** `signWith` with the timestamp's text as it is to stand on the wire, whatever it says; null where the recipe has none. */
export function signWithTimestamp(
  plan: Plan,
  request: SignedRequest,
  secret: string,
  timestamp: string | null,
  crypto: CryptoPort,
): Result<SignedParts, SignProblem> {
  const { recipe, algorithm } = plan;
  const key = loadKey(plan, secret, crypto);
  if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
  const { sign } = key.value;
  if (sign === null) return fail({ kind: 'secret', problem: 'it is a public key, which verifies but cannot sign' });
  const prepared = prepare(plan, request, timestamp, crypto);
  if (!prepared.ok) return prepared;
  const { headers, body, fields, content } = prepared.value;
  const text = encodeSignature(recipe.signature, algorithm.form, sign(bytesOf(content, key.value)));
  const value = formatSignature(recipe.signature, fields, text);
  const unsendable = headerValueProblem(value);
  if (unsendable !== null) return fail({ kind: 'secret', problem: unsendable });
  const [name = '', ...others] = recipe.signature.names;
  if (recipe.signature.in === 'json') {
    const signed = withJsonValue(body, name, value);
    return signed === null ? fail(noRoom(name)) : ok({ headers, body: signed });
  }
  const rest = headers.filter(([candidate]) => !others.some((other) => sameHeaderName(candidate, other)));
  return ok({ headers: placeHeader(rest, name, value), body });
}

/** Everything but the signature itself. */
interface Prepared {
  /** With message ids and the timestamp in their places. */
  readonly headers: HeaderList;
  /** With the timestamp in its place. */
  readonly body: Uint8Array;
  /** What stands in the signature's header beside the signature. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly content: readonly ContentPart[];
}

function prepare(
  { recipe, template, algorithm, urls }: Plan,
  request: SignedRequest,
  timestamp: string | null,
  crypto: CryptoPort,
): Result<Prepared, SignProblem> {
  let headers = request.headers;
  for (const token of template) {
    // An optional header that is absent stays so; one that is there twice has to become one.
    if (token.kind === 'header' && (!token.optional || headerValues(headers, token.name).length > 1)) {
      headers = withMessageId(headers, token.name, recipe.forbidden?.[token.name], crypto);
    }
  }
  const rule = recipe.timestamp;
  const body = rule?.in === 'json' && timestamp !== null ? withTimestamp(request, rule.name, timestamp) : request.body;
  if (body === null) return fail(noRoom(rule?.name ?? ''));
  if (rule?.in === 'header' && timestamp !== null) headers = placeHeader(headers, rule.name, timestamp);

  const old = readSignature(recipe.signature, algorithm.form, requestParts(request));
  const fields = new Map<string, readonly string[]>();
  if (rule?.in === 'signature' && timestamp !== null) fields.set(rule.name, [timestamp]);
  for (const token of template) {
    if (token.kind === 'field' && !fields.has(token.name)) {
      fields.set(token.name, [old.fields.get(token.name)?.[0] ?? newId(crypto)]);
    }
  }
  const { content, problem } = renderContent(algorithm.strength === 'token' ? [] : template, {
    parts: requestParts({ ...request, headers, body }),
    signature: { ...old, fields },
    timestamp,
    url: request.url === null ? null : firstOf(urls(request.url), request.url),
    forbidden: recipe.forbidden ?? {},
  });
  if (problem !== null) {
    const part = problem.reason === 'no-public-url' ? 'the public URL' : (problem.detail ?? 'a part');
    return fail({ kind: 'missing', part });
  }
  return ok({ headers, body, fields: [...fields].map(([name, [value = '']]) => [name, value] as const), content });
}

function firstOf([first]: Iterable<string>, otherwise: string): string {
  return first ?? otherwise;
}

function noRoom(path: string): SignProblem {
  return { kind: 'missing', part: `“${path}” in a JSON body` };
}

/** As text where the body has it as text, and as a number where it is one. */
function withTimestamp(request: SignedRequest, path: string, timestamp: string): Uint8Array | null {
  const isText = typeof requestParts(request).jsonAt(path) === 'string' || !/^\d+$/.test(timestamp);
  return withJsonValue(request.body, path, isText ? timestamp : Number(timestamp));
}

/** The value in the first place the header has, in the provider's case; further ones are dropped; appended where there is none. */
export function placeHeader(headers: HeaderList, name: string, value: string): HeaderList {
  let placed = false;
  const result: (readonly [string, string])[] = [];
  for (const header of headers) {
    if (!sameHeaderName(header[0], name)) result.push(header);
    else if (!placed) {
      placed = true;
      result.push([name, value]);
    }
  }
  if (!placed) result.push([name, value]);
  return result;
}

/** The header as it stands where one value of it can be signed; else one of its values, else a new id. */
function withMessageId(
  headers: HeaderList,
  name: string,
  forbidden: string | undefined,
  crypto: CryptoPort,
): HeaderList {
  const values = headerValues(headers, name);
  const usable = values
    .map(trimBlanks)
    .filter((value) => value !== '' && (forbidden === undefined || !value.includes(forbidden)));
  const [first] = usable;
  if (first !== undefined && usable.length === values.length && usable.every((value) => value === first))
    return headers;
  return placeHeader(headers, name, first ?? newId(crypto));
}

const ID_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv';

/** As message ids look: `msg_` and 27 letters and digits. */
export function newId(crypto: CryptoPort): string {
  let id = 'msg_';
  for (const byte of crypto.randomBytes(27)) id += ID_ALPHABET.charAt(byte % ID_ALPHABET.length);
  return id;
}

/** A token goes out as it is, so it has to survive as a header value. */
function headerValueProblem(value: string): string | null {
  if (latin1Bytes(value).some((byte) => byte < 0x20 || byte === 0x7f)) {
    return 'it holds a line break or another control character, which a header cannot carry';
  }
  return trimBlanks(value) === value ? null : 'it begins or ends with a space, which a header does not keep';
}
