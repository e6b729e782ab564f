import {
  base64Of,
  base64UrlOf,
  bytesFromBase64,
  bytesFromBase64Url,
  bytesFromHex,
  hexOf,
  latin1Bytes,
  latin1Text,
} from '../bytes.ts';
import type { Recipe } from './recipe.ts';
import type { RequestParts } from './request-parts.ts';
import type { VerdictReason } from './verdict.ts';

/** What is wrong with a request, before any key is tried. */
export interface Problem {
  readonly reason: VerdictReason;
  /** The header or field the reason speaks of. */
  readonly detail: string | null;
}

export interface SignatureCandidate {
  /** As it stood on the wire, without the name or prefix before it. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface SignatureReading {
  readonly source: { readonly name: string; readonly value: string } | null;
  /** Every signature of the named version as received, decodable or not. */
  readonly received: readonly string[];
  readonly candidates: readonly SignatureCandidate[];
  /** Other items of the list ("t" of "t=…,v1=…") with every value they had. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly problem: Problem | null;
}

type SignatureRule = Recipe['signature'];

/** Rotation needs two; a header stuffed with more than this is an attempt to make us work. */
const MAX_CANDIDATES = 100;

/** How a received signature becomes bytes: a digest of exactly that many, encoded bytes of any number, or plain text. */
export type SignatureForm = number | 'encoded' | 'text';

export function readSignature(rule: SignatureRule, form: SignatureForm, parts: RequestParts): SignatureReading {
  const found = locate(rule, parts);
  const filled = found.filter(({ value }) => value !== '');
  const [shown = found[0]] = filled;
  if (shown === undefined) return unread(null, { reason: 'missing-signature', detail: rule.names[0] ?? '' });
  const source = { name: shown.name, value: shown.value };
  const duplicate = found.find(({ differs }) => differs);
  if (duplicate !== undefined) return unread(source, { reason: 'duplicate-signature', detail: duplicate.name });
  if (shown.value === '') return unread(source, { reason: 'empty-signature', detail: shown.name });
  const { received, fields, otherVersion } = isList(rule)
    ? itemsOf(rule, form, filled)
    : { received: filled.map(({ value }) => withoutPrefix(rule, value)), fields: NO_FIELDS, otherVersion: false };
  const candidates = received.length > MAX_CANDIDATES ? [] : decoded(rule, form, received);
  const problem = (): Problem | null => {
    const detail = shown.name;
    if (candidates.length > 0) return null;
    if (received.length === 0 && otherVersion) return { reason: 'unknown-version', detail };
    const isEmpty = received.length > 0 && received.every((text) => text === '');
    return { reason: isEmpty ? 'empty-signature' : 'malformed-signature', detail };
  };
  return { source, received, candidates, fields, problem: problem() };
}

const NO_FIELDS: SignatureReading['fields'] = new Map();

function unread(source: SignatureReading['source'], problem: Problem): SignatureReading {
  return { source, received: [], candidates: [], fields: NO_FIELDS, problem };
}

export function isList({ separator, assign, positional }: SignatureRule): boolean {
  return separator !== undefined || assign !== undefined || positional !== undefined;
}

function decoded(rule: SignatureRule, form: SignatureForm, received: readonly string[]): readonly SignatureCandidate[] {
  const candidates: SignatureCandidate[] = [];
  for (const text of received) {
    const bytes = decodeSignature(rule, form, text);
    if (bytes !== undefined) candidates.push({ text, bytes });
  }
  return candidates;
}

interface Items extends Pick<SignatureReading, 'received' | 'fields'> {
  /** Whether something is there that would be a signature under another name. */
  readonly otherVersion: boolean;
}

function itemsOf(rule: SignatureRule, form: SignatureForm, found: readonly Located[]): Items {
  const received: string[] = [];
  const fields = new Map<string, string[]>();
  let otherVersion = false;
  for (const { value } of found) {
    let isFirst = rule.positional !== undefined;
    for (const item of piecesOf(value, rule.separator)) {
      if (isFirst && rule.positional !== undefined) {
        addField(fields, rule.positional, item);
        isFirst = false;
        continue;
      }
      if (rule.assign === undefined) {
        received.push(withoutPrefix(rule, item));
        continue;
      }
      const at = item.indexOf(rule.assign);
      if (at === -1) continue;
      const name = item.slice(0, at);
      const content = item.slice(at + rule.assign.length);
      if (name === rule.version) received.push(withoutPrefix(rule, content));
      else {
        otherVersion ||= decodeSignature(rule, form, content) !== undefined;
        addField(fields, name, content);
      }
    }
  }
  return { received, fields, otherVersion };
}

interface Located {
  readonly name: string;
  readonly value: string;
  /** The field is there more than once with differing values. */
  readonly differs: boolean;
}

function locate(rule: SignatureRule, parts: RequestParts): readonly Located[] {
  const found: Located[] = [];
  for (const name of rule.names) {
    const values = valuesOf(rule.in, name, parts);
    const first = values[0];
    if (first === undefined) continue;
    const value = trimBlanks(first);
    found.push({ name, value, differs: values.length > 1 && values.some((other) => trimBlanks(other) !== value) });
  }
  return found;
}

function valuesOf(where: SignatureRule['in'], name: string, parts: RequestParts): readonly string[] {
  switch (where) {
    case 'header':
      return parts.header(name);
    case 'json': {
      const value = parts.json(name);
      return value === undefined ? [] : [value];
    }
    case 'form':
      return (parts.form() ?? []).filter(([key]) => key === name).map(([, value]) => value);
  }
}

/** Items of a list; empty ones are passed over, as in `a, ,b` (RFC 9110, section 5.6.1). */
function piecesOf(value: string, separator: string | undefined): readonly string[] {
  if (separator === undefined) return [value];
  const items: string[] = [];
  for (const piece of value.split(separator)) {
    const item = trimBlanks(piece);
    if (item !== '') items.push(item);
  }
  return items;
}

function addField(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name);
  if (values === undefined) fields.set(name, [value]);
  else values.push(value);
}

/** Spaces and tabs around a field value are not part of it (RFC 9110, section 5.5). By hand: a regular expression for the end is quadratic. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export function withoutPrefix({ prefix }: SignatureRule, text: string): string {
  return prefix !== undefined && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

export function decodeSignature(rule: SignatureRule, form: SignatureForm, text: string): Uint8Array | undefined {
  if (form === 'text') return text === '' ? undefined : latin1Bytes(text);
  if (form === 'encoded') return decoders[rule.encoding](text);
  // Twice the digest is the longest encoding of it; what is longer is not looked at.
  if (text.length > 2 * form) return undefined;
  const bytes = decoders[rule.encoding](text);
  return bytes?.length === form ? bytes : undefined;
}

const decoders = { hex: bytesFromHex, base64: bytesFromBase64, base64url: bytesFromBase64Url };
const encoders = { hex: hexOf, base64: base64Of, base64url: base64UrlOf };

/** A signature in the scheme's wire encoding, without name and prefix. */
export function encodeSignature(rule: SignatureRule, form: SignatureForm, signature: Uint8Array): string {
  return form === 'text' ? latin1Text(signature) : encoders[rule.encoding](signature);
}

/** The whole field: `t=1700000000,v1=…`. `text` is the encoded signature; `fields` come first, in order. */
export function formatSignature(
  rule: SignatureRule,
  fields: readonly (readonly [string, string])[],
  text: string,
): string {
  const signature = `${rule.prefix ?? ''}${text}`;
  const assign = rule.assign ?? '';
  const items = fields.map(([name, value]) => (name === rule.positional ? value : `${name}${assign}${value}`));
  items.push(rule.version === undefined ? signature : `${rule.version}${assign}${signature}`);
  return items.join(rule.separator ?? '');
}
