import { sameBytes, utf8Bytes } from '../bytes.ts';
import { queryOfTarget } from '../http/message.ts';
import { parseQuery } from '../signature/form.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import type { SignatureReading } from '../signature/signature-field.ts';
import { renderContent } from '../signature/signed-content.ts';
import { parseTemplate, type TemplateToken } from '../signature/template.ts';
import { readTimestamp, type TimestampRule } from '../signature/timestamp.ts';
import { bodyFields, headerFields, isForm, type SignaturePlace } from './signature-places.ts';

/** A piece that signed content may be made of: a token of a template with the bytes it stands for, or literal text. */
export interface Atom {
  /** As in a template: `{h:x-id}`, or the literal text. */
  readonly text: string;
  readonly kind: 'body' | 'timestamp' | 'address' | 'method' | 'value' | 'literal' | 'secret';
  /** One for each request, in their order; none for the secret. */
  readonly bytes: readonly Uint8Array[];
  /** Where `{ts}` is read. */
  readonly timestamp: TimestampRule | null;
}

/** The pieces that every request has, the likeliest of each kind first. */
export interface Atoms {
  /** The raw body, and the forms of it that providers sign in its place. */
  readonly bodies: readonly Atom[];
  readonly timestamps: readonly Atom[];
  /** `{url}` and `{path}`. */
  readonly addresses: readonly Atom[];
  readonly method: readonly Atom[];
  /** Headers and fields of the signature that are named like what providers sign beside the body. */
  readonly ids: readonly Atom[];
  /** Headers that hold a hash, which may be signed in the body's place: Digest (RFC 3230), Content-Digest (RFC 9530). */
  readonly digests: readonly Atom[];
  /** The other headers and the query's parameters. */
  readonly others: readonly Atom[];
  /** Fields of the body, those beside the signature first. */
  readonly fields: readonly Atom[];
  /** What may stand in front: "v0", "sha256". */
  readonly literals: readonly Atom[];
}

const MAX_TIMESTAMPS = 8;
const MAX_OTHERS = 30;
const MAX_FIELDS = 40;
const MAX_LIST_FIELDS = 8;
/** What most providers' libraries allow; requests do not show what theirs does. */
const TOLERANCE_SECONDS = 300;

export const secretAtom: Atom = { text: '{secret}', kind: 'secret', bytes: [], timestamp: null };

export function literalAtom(text: string, requests: number): Atom {
  const bytes = utf8Bytes(text);
  return { text, kind: 'literal', bytes: Array.from({ length: requests }, () => bytes), timestamp: null };
}

export function contentAtoms(requests: readonly RequestParts[], places: readonly SignaturePlace[]): Atoms {
  const [first] = requests;
  if (first === undefined) throw new RangeError('no request');
  const token = (text: string, kind: Atom['kind'], readings?: readonly SignatureReading[]): readonly Atom[] => {
    const bytes = valuesOf(text, requests, readings);
    return bytes === null ? [] : [{ text, kind, bytes, timestamp: null }];
  };
  const body = token('{body}', 'body');
  const rewritten = [...(isForm(first) ? token('{form*}', 'body') : []), ...token('{body.json}', 'body')];
  const headers = rankedHeaders(requests, places);
  const timestamps = timestampAtoms(requests, places);
  const isTime = (where: TimestampRule['in'], name: string) =>
    timestamps.some(({ timestamp }) => timestamp?.in === where && timestamp.name === name);
  const named = headers.filter(({ name }) => !isTime('header', name));
  const headerAtoms = (rank: (rank: number) => boolean) =>
    named.filter((header) => rank(header.rank)).flatMap(({ name }) => token(`{h:${name}}`, 'value'));
  return {
    bodies: [...body, ...rewritten.filter((atom) => !body.some((raw) => sameAtoms(raw, atom)))],
    timestamps,
    addresses: [...token('{url}', 'address'), ...token('{path}', 'address')],
    method: token('{method}', 'method'),
    ids: [...fieldAtoms(places, (name) => isTime('signature', name), token), ...headerAtoms((rank) => rank < BORING)],
    digests: places.flatMap(
      ({
        rule: {
          in: where,
          names: [name = ''],
        },
      }) => (where === 'header' && isDigestName(name) ? token(`{h:${name}}`, 'value') : []),
    ),
    others: [...headerAtoms((rank) => rank >= BORING), ...queryAtoms(first, token)].slice(0, MAX_OTHERS),
    fields: bodyAtoms(first, places, (name) => isTime('json', name), token),
    literals: literalTexts(places).map((text) => literalAtom(text, requests.length)),
  };
}

/** Equal in every request, so that the requests do not tell them apart. */
export function sameAtoms(a: Atom, b: Atom): boolean {
  return a.bytes.length > 0 && a.bytes.every((bytes, index) => sameBytes(bytes, b.bytes[index] ?? NOTHING));
}

const NOTHING = new Uint8Array(0);

/** As the engine renders it; null where it is missing, empty or ambiguous in one of the requests. */
function valuesOf(text: string, requests: readonly RequestParts[], readings: readonly SignatureReading[] = []) {
  const template = parseTemplate(text);
  if (!template.ok || template.value.length !== 1) return null;
  const rendered = requests.map((parts, index) => rendering(template.value, parts, readings[index]));
  return rendered.every((bytes) => bytes !== null) ? rendered : null;
}

const noReading: SignatureReading = { source: null, received: [], candidates: [], fields: new Map(), problem: null };

function rendering(template: readonly TemplateToken[], parts: RequestParts, signature = noReading): Uint8Array | null {
  const { url } = parts.request;
  const { content, problem } = renderContent(template, { parts, signature, timestamp: null, url, forbidden: {} });
  const [only] = content;
  if (problem !== null || only === undefined || content.length > 1) return null;
  return only.bytes.length === 0 && only.role !== 'body' ? null : only.bytes;
}

function timestampAtoms(requests: readonly RequestParts[], places: readonly SignaturePlace[]): readonly Atom[] {
  const [first] = requests;
  if (first === undefined) return [];
  const found: Atom[] = [];
  const add = (where: TimestampRule['in'], name: string, readings: readonly SignatureReading[]) => {
    const known = ({ timestamp }: Atom) => timestamp?.in === where && timestamp.name === name;
    if (found.length >= MAX_TIMESTAMPS) return;
    for (const unit of UNITS) {
      const rule: TimestampRule = { in: where, name, unit, toleranceSeconds: TOLERANCE_SECONDS };
      const bytes = timesOf(rule, requests, readings);
      if (bytes === null) continue;
      const atom: Atom = { text: '{ts}', kind: 'timestamp', bytes, timestamp: rule };
      if (!found.some((other) => known(other) && sameAtoms(other, atom))) found.push(atom);
      return;
    }
  };
  for (const { readings } of places) for (const name of fieldNames(readings)) add('signature', name, readings);
  const headers = headerFields(first).map(({ name }) => name);
  const late = (name: string) => (/^date$/i.test(name) ? 2 : /time|date|stamp/i.test(name) ? 0 : 1);
  for (const name of headers.toSorted((a, b) => late(a) - late(b))) add('header', name, []);
  for (const { in: where, name } of bodyFields(first)) {
    if (where === 'json' && /time|date|stamp|created|sent|ts$|at$/i.test(name)) add('json', name, []);
  }
  return found;
}

const UNITS = ['s', 'ms', 'iso', 'http-date'] as const;

/** Its raw text in each request; null where it is no moment of this age. */
function timesOf(rule: TimestampRule, requests: readonly RequestParts[], readings: readonly SignatureReading[]) {
  const texts: Uint8Array[] = [];
  for (const [index, parts] of requests.entries()) {
    const { reading, problem } = readTimestamp(rule, parts, readings[index] ?? noReading);
    if (problem !== null || reading?.atMs == null || reading.atMs < YEAR_2000 || reading.atMs > YEAR_2100) return null;
    texts.push(utf8Bytes(reading.raw));
  }
  return texts;
}

/** Read in the wrong unit, a time of today lies in 1970 or past the year 50000. */
const YEAR_2000 = Date.UTC(2000);
const YEAR_2100 = Date.UTC(2100);

function fieldNames(readings: readonly SignatureReading[]): readonly string[] {
  const [first, ...rest] = readings;
  return [...(first?.fields.keys() ?? [])].filter((name) => rest.every(({ fields }) => fields.has(name)));
}

type TokenOf = (text: string, kind: Atom['kind'], readings?: readonly SignatureReading[]) => readonly Atom[];

function fieldAtoms(
  places: readonly SignaturePlace[],
  isTime: (name: string) => boolean,
  token: TokenOf,
): readonly Atom[] {
  const found: Atom[] = [];
  for (const { readings } of places) {
    for (const name of fieldNames(readings)) {
      for (const atom of isTime(name) ? [] : token(`{sig:${name}}`, 'value', readings)) {
        if (!found.some((other) => other.text === atom.text && sameAtoms(other, atom))) found.push(atom);
      }
      if (found.length >= MAX_LIST_FIELDS) return found;
    }
  }
  return found;
}

const BORING = 3;

function isDigestName(name: string): boolean {
  return /digest|hash|checksum|md5|sha\d/i.test(name) && !/hmac|sig/i.test(name);
}

/** Headers of every request but those that hold the signature. */
function rankedHeaders(requests: readonly RequestParts[], places: readonly SignaturePlace[]) {
  const signatures = places.filter(({ rule }) => rule.in === 'header').map(({ rule }) => rule.names[0] ?? '');
  const [first] = requests;
  if (first === undefined) return [];
  return headerFields(first)
    .filter(({ name }) => !signatures.includes(name) && requests.every((parts) => parts.header(name).length > 0))
    .map(({ name }) => ({ name, rank: headerRank(name, signatures[0] ?? '') }))
    .sort((a, b) => a.rank - b.rank);
}

/** 0: named like the signature's header and like an id. `BORING` and above: what every client sends. */
function headerRank(name: string, signature: string): number {
  const lower = name.toLowerCase();
  if (ofEveryClient.test(lower)) return BORING;
  const isId = /(^|[-_])(id|nonce|uuid|guid|delivery|event|topic|key|type|version|token|request|salt)$|nonce|id$/.test(
    lower,
  );
  const stem = /^((?:x-)?[^-_]+)/i.exec(signature)?.[1]?.toLowerCase();
  const isKin = stem !== undefined && lower.startsWith(stem);
  return isId && isKin ? 0 : isId ? 1 : isKin ? 1 : 2;
}

const ofEveryClient =
  /^(host|user-agent|accept.*|content-(type|length|encoding)|connection|x-forwarded.*|x-real-ip|via|cf-.*|cdn-.*|forwarded|traceparent|tracestate|baggage|x-amzn-trace-id|cookie|te|pragma|cache-control|transfer-encoding|expect|origin|referer|date|sec-.*|priority)$/;

function queryAtoms({ request }: RequestParts, token: TokenOf): readonly Atom[] {
  const pairs = parseQuery(queryOfTarget(request.url ?? request.target)) ?? [];
  const names = new Set(pairs.slice(0, 10).map(([name]) => name));
  return [...names].flatMap((name) => token(`{q:${name}}`, 'value'));
}

/** A signature in the body covers what stands beside it rather than what stands elsewhere. */
function bodyAtoms(
  first: RequestParts,
  places: readonly SignaturePlace[],
  isTime: (name: string) => boolean,
  token: TokenOf,
): readonly Atom[] {
  const signatures = new Set(places.map(({ rule }) => rule.names[0] ?? ''));
  const folders = [...signatures].map((name) => name.slice(0, name.lastIndexOf('.') + 1));
  const isBeside = (name: string) => folders.some((folder) => folder !== '' && name.startsWith(folder));
  return bodyFields(first)
    .filter(({ name, value }) => !signatures.has(name) && !isTime(name) && value.length <= 2000)
    .toSorted((a, b) => Number(isBeside(b.name)) - Number(isBeside(a.name)))
    .slice(0, MAX_FIELDS)
    .flatMap(({ in: where, name }) => token(`{${where}:${name}}`, 'value'));
}

function literalTexts(places: readonly SignaturePlace[]): readonly string[] {
  const versions = places.flatMap(({ rule }) => (rule.version === undefined ? [] : [rule.version]));
  const known = ['v0', 'v1', 'sha256', 'hmacsha256', 'hmac-sha256', 'sha1', 'sha512', 'v2', '1'];
  return [...new Set([...versions, ...known])].filter((text) => !/[{}]/.test(text)).slice(0, 12);
}
