import { bytesFromBase64, bytesFromBase64Url, bytesFromHex, latin1Text } from '../bytes.ts';
import { contentTypeOf } from '../http/content-type.ts';
import type { Recipe } from '../signature/recipe.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { readSignature, type SignatureReading, trimBlanks } from '../signature/signature-field.ts';
import { jsonLeaves } from './json-leaves.ts';

type SignatureRule = Recipe['signature'];

/** A field that holds what may be a signature in every request, and how it is read. */
export interface SignaturePlace {
  readonly rule: SignatureRule;
  /** Of the digest: 20 (SHA-1), 32, 48 or 64. */
  readonly bytes: number;
  /** One for each request, in their order. */
  readonly readings: readonly SignatureReading[];
}

/** Lengths of the hashes that recipes know. */
const DIGEST_BYTES: readonly number[] = [20, 32, 48, 64];

const MAX_VALUE_CHARS = 8192;
const MAX_ITEMS = 20;
const MAX_PLACES = 200;
/** One shows the form of a field; a second, where the first had one signature, shows how several are listed. */
const REQUESTS_READ = 4;

const soundsLikeSignature = /sig|hmac|hash|digest|mac\b|auth|verif|check|sha\d|token|seal/i;

/** The likeliest first: headers named like a signature, other headers, fields of the body named like one. */
export function signaturePlaces(requests: readonly RequestParts[]): readonly SignaturePlace[] {
  const places: SignaturePlace[] = [];
  const seen = new Set<string>();
  for (const field of fieldsOf(requests.slice(0, REQUESTS_READ))) {
    for (const shape of shapesOf(field.value)) {
      const { bytes, ...form } = shape;
      const rule: SignatureRule = { in: field.in, names: [field.name], ...form };
      const key = `${bytes} ${JSON.stringify(rule)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const readings = requests.map((parts) => readSignature(rule, bytes, parts));
      if (readings.every(({ problem }) => problem === null)) places.push({ rule, bytes, readings });
      if (places.length >= MAX_PLACES) return places;
    }
  }
  return places;
}

export interface BodyOrHeaderField {
  readonly in: SignatureRule['in'];
  readonly name: string;
  readonly value: string;
}

/** A field of each name; the likeliest to hold a signature first. */
function fieldsOf(requests: readonly RequestParts[]): readonly BodyOrHeaderField[] {
  const fields = requests.flatMap((parts) => [
    ...headerFields(parts),
    ...bodyFields(parts).filter(({ name }) => soundsLikeSignature.test(name)),
  ]);
  const rank = ({ in: where, name }: BodyOrHeaderField) =>
    where !== 'header' ? 2 : soundsLikeSignature.test(name) ? 0 : 1;
  return fields.filter(({ value }) => value.length <= MAX_VALUE_CHARS).sort((a, b) => rank(a) - rank(b));
}

/** In the sender's case, the first of each name: the others' values would be refused as duplicates. */
export function headerFields({ request }: RequestParts): readonly BodyOrHeaderField[] {
  const names = new Set<string>();
  const fields: BodyOrHeaderField[] = [];
  for (const [name, value] of request.headers.slice(0, 200)) {
    if (names.has(name.toLowerCase()) || !/^[!#$%&'*+\-.^_`~0-9A-Za-z]{1,200}$/.test(name)) continue;
    names.add(name.toLowerCase());
    fields.push({ in: 'header', name, value: trimBlanks(value) });
  }
  return fields;
}

export function bodyFields(parts: RequestParts): readonly BodyOrHeaderField[] {
  if (isForm(parts)) {
    const fields = (parts.form() ?? []).slice(0, 200);
    return fields.filter(([name]) => name !== '').map(([name, value]) => ({ in: 'form', name, value }) as const);
  }
  return jsonLeaves(parts.jsonBody()).map(({ path, value }) => ({ in: 'json', name: path, value: String(value) }));
}

/** Any text parses as a form; a sender that means one says so, or says nothing and begins like one. */
export function isForm({ request }: RequestParts): boolean {
  const type = contentTypeOf(request.headers);
  if (type !== null) return type.mediaType === 'application/x-www-form-urlencoded';
  return /^[\w.%+~*[\]-]{1,100}=/.test(latin1Text(request.body.subarray(0, 200)));
}

type Shape = Pick<SignatureRule, 'separator' | 'assign' | 'version' | 'positional' | 'encoding' | 'prefix'> & {
  readonly bytes: number;
};

const SEPARATORS = [',', ';', ' ', '&', '|', '.', ':'];
const ASSIGNS = ['=', ':', ',', ' '];

/** How a value can be read as a signature, the plainest reading first. */
function* shapesOf(value: string): Generator<Shape> {
  const bare = digestOf(value);
  if (bare !== null) yield bare;
  for (const shape of namedShapes(value)) {
    const separator = usualSeparator(shape);
    if (separator !== null) yield { ...shape, separator };
    yield shape;
  }
  for (const separator of SEPARATORS) {
    const items = value
      .split(separator)
      .map(trimBlanks)
      .filter((item) => item !== '');
    if (items.length < 2 || items.length > MAX_ITEMS) continue;
    const first = items[0] ?? '';
    for (const [index, item] of items.entries()) {
      const digest = digestOf(item);
      const shapes = digest === null ? namedShapes(item) : [digest];
      for (const shape of shapes) {
        yield { ...shape, separator };
        if (index > 0 && digestOf(first) === null && !/[=:]/.test(first)) {
          yield { ...shape, separator, positional: /^\d{9,14}$/.test(first) ? 'ts' : 'id' };
        }
      }
    }
  }
  const prefixed = prefixedShape(value);
  if (prefixed !== null) yield prefixed;
}

function* namedShapes(item: string): Generator<Shape> {
  for (const assign of ASSIGNS) {
    const at = item.indexOf(assign);
    const version = item.slice(0, at);
    if (at < 1 || !/^[\w.+-]{1,40}$/.test(version)) continue;
    const digest = digestOf(item.slice(at + 1));
    if (digest !== null) yield { ...digest, assign, version };
  }
}

/** A version is counted up when a key is exchanged, and then old and new stand side by side, though here there was one. */
function usualSeparator({ assign, version = '' }: Shape): string | null {
  if (!/^v\d{1,2}$/.test(version)) return null;
  return assign === ',' ? ' ' : assign === '=' ? ',' : null;
}

function prefixedShape(value: string): Shape | null {
  for (const bytes of DIGEST_BYTES.toReversed()) {
    for (const chars of [2 * bytes, 4 * Math.ceil(bytes / 3), Math.ceil((4 * bytes) / 3)]) {
      const prefix = value.slice(0, -chars);
      if (prefix === '' || prefix.length > 100 || !/[^0-9A-Za-z+/]$/.test(prefix)) continue;
      const digest = digestOf(value.slice(-chars));
      if (digest?.bytes === bytes) return { ...digest, prefix };
    }
  }
  return null;
}

/** What is hex is not read as base64, though it could be: 64 digits of hex would be the 48 bytes of SHA-384. */
function digestOf(text: string): Pick<Shape, 'encoding' | 'bytes'> | null {
  if (text.length < 27 || text.length > 128) return null;
  for (const [encoding, decode] of decoders) {
    const bytes = decode(text);
    if (bytes !== undefined && DIGEST_BYTES.includes(bytes.length)) return { encoding, bytes: bytes.length };
    if (bytes !== undefined && encoding === 'hex') return null;
  }
  return null;
}

const decoders = [
  ['hex', bytesFromHex],
  ['base64', bytesFromBase64],
  ['base64url', bytesFromBase64Url],
] as const;
