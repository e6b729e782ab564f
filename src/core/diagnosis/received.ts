import { bytesFromHex, latin1Bytes, latin1Text, sameBytes } from '../bytes.ts';
import type { Plan } from '../signature/plan.ts';
import type { Recipe, RecipeInput } from '../signature/recipe.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { readSignature, type SignatureReading, trimBlanks } from '../signature/signature-field.ts';
import type { Change } from './change.ts';
import { lenientBase64, lenientHex } from './decode.ts';

/** Everything in a request that may be the signature, read in every way that senders are known to write one. */
export interface ReceivedSignatures {
  /** As the scheme reads it, with its fields. */
  readonly reading: SignatureReading;
  /** Whether a value of this many bytes could be found at all. */
  mayMatch(bytes: number): boolean;
  /** The changes with which the computed value is the received one, none where it is as the scheme writes it; null: it is not. */
  match(computed: Uint8Array): readonly Change[] | null;
}

interface Candidate {
  readonly bytes: Uint8Array;
  readonly changes: readonly Change[];
}

/** Longest value of any hash, and the shortest (MD5). */
const MAX_DIGEST = 64;
const MIN_DIGEST = 16;
/** A field stuffed with more is an attempt to make us work. */
const MAX_VALUES = 20;
const MAX_VALUE_LENGTH = 4096;
const MAX_CANDIDATES = 400;

export function receivedSignatures(plan: Plan, parts: RequestParts): ReceivedSignatures {
  const { recipe, algorithm } = plan;
  const isText = algorithm.form === 'text';
  const isSent = algorithm.strength === 'token';
  // Of any length: an algorithm other than the scheme's has another.
  const reading = readSignature(recipe.signature, isText ? 'text' : 'encoded', parts);
  const candidates: Candidate[] = [];
  const add = (bytes: Uint8Array | undefined, changes: readonly Change[]) => {
    if (bytes === undefined || candidates.length >= MAX_CANDIDATES) return;
    if (!isSent && (bytes.length < MIN_DIGEST || bytes.length > MAX_DIGEST)) return;
    if (!candidates.some((known) => sameBytes(known.bytes, bytes))) candidates.push({ bytes, changes });
  };
  if (reading.problem === null) for (const { bytes } of reading.candidates) add(bytes, []);
  const values = valuesAt(recipe.signature, parts);
  for (const { name, value } of values) {
    for (const { text, before } of piecesOf(value)) {
      const encoding = (how: string): readonly Change[] => [
        {
          cause: 'encoding',
          note: noteOf(name, before, how, recipe.signature, values.length),
          evidence: { recipe: rewritten(recipe, name, before, how) },
        },
      ];
      if (isSent) add(latin1Bytes(text), encoding('plain'));
      for (const { bytes, how } of decodings(text)) add(bytes, encoding(how));
    }
  }
  // Nothing where the scheme looks: whatever else looks like a digest may be it.
  if (values.every(({ value }) => value === '') && !isSent) {
    for (const [header, value] of parts.request.headers.slice(0, 200)) {
      if (value.length > MAX_VALUE_LENGTH) continue;
      for (const { text, before } of piecesOf(trimBlanks(value))) {
        for (const { bytes, how } of decodings(text)) {
          if (!digestLengths.includes(bytes.length)) continue;
          const evidence = { recipe: rewritten(recipe, header, before, how) };
          add(bytes, [{ cause: 'scheme-other', note: `in the header ${header}`, evidence }]);
        }
      }
    }
  }
  const truncated: Change = { cause: 'signature-truncated', note: '', evidence: {} };
  return {
    reading,
    mayMatch: (bytes) =>
      candidates.some(({ bytes: received }) => received.length === bytes || isLongEnough(received, bytes)),
    match(computed) {
      for (const { bytes, changes } of candidates) if (sameBytes(bytes, computed)) return changes;
      if (isSent) return null;
      for (const { bytes, changes } of candidates) {
        if (!isLongEnough(bytes, computed.length) || !sameBytes(bytes, computed.subarray(0, bytes.length))) continue;
        const note = `its first ${bytes.length} of ${computed.length} bytes`;
        return [...changes, { ...truncated, note }];
      }
      return null;
    },
  };
}

const digestLengths: readonly number[] = [16, 20, 32, 48, 64];

/** Enough of a hash that no other content gives it by chance: 16 bytes or half of it, whichever is larger. */
function isLongEnough(received: Uint8Array, digest: number): boolean {
  return received.length < digest && received.length >= Math.max(16, digest / 2);
}

function valuesAt(
  rule: Recipe['signature'],
  parts: RequestParts,
): readonly { readonly name: string; readonly value: string }[] {
  const found = rule.names.flatMap((name) => {
    const values =
      rule.in === 'header'
        ? parts.header(name)
        : rule.in === 'json'
          ? [parts.json(name)].filter((value) => value !== undefined)
          : (parts.form() ?? []).filter(([key]) => key === name).map(([, value]) => value);
    return values.map((value) => ({ name, value: trimBlanks(value.slice(0, MAX_VALUE_LENGTH)) }));
  });
  return found.slice(0, MAX_VALUES);
}

/** The value whole, the items of a list, and each without the name in front of it. */
function piecesOf(value: string): readonly { readonly text: string; readonly before: string }[] {
  const pieces = new Map<string, string>();
  const add = (text: string, before: string) => {
    if (text !== '' && !pieces.has(text)) pieces.set(text, before);
  };
  const items = [value, ...value.split(/[,;&\s|]+/).slice(0, 50)];
  for (const item of items) {
    add(item, '');
    const bare = bareOf(item);
    if (bare !== item) add(bare, 'between other characters');
    const [named = ''] = /^[\w.+-]{1,40}[=: ,]\s*/.exec(bare) ?? [];
    if (named !== '') add(bareOf(bare.slice(named.length)), named.trimEnd());
  }
  return [...pieces].map(([text, before]) => ({ text, before }));
}

/** Without what no encoding has at its ends: quotation marks, brackets, stray punctuation. By hand, as `trimBlanks` is. */
function bareOf(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && !/[\w+/-]/.test(text.charAt(start))) start++;
  while (end > start && !/[\w+/=-]/.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function decodings(text: string): readonly { readonly bytes: Uint8Array; readonly how: string }[] {
  const found: { bytes: Uint8Array; how: string }[] = [];
  if (text.length > 200) return found;
  const hex = lenientHex(text);
  if (hex !== undefined) found.push({ bytes: hex, how: 'hex' });
  const unescaped = /%[0-9a-f]{2}/i.test(text)
    ? text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  const base64 = lenientBase64(unescaped);
  if (base64 !== undefined) {
    const name = base64.url ? 'base64url' : 'base64';
    const how =
      unescaped === text ? (text.endsWith('=') ? name : `${name} without padding`) : `${name}, percent-encoded`;
    found.push({ bytes: base64.bytes, how: base64.bytes.length % 3 === 0 ? name : how });
    const twice = bytesFromHex(latin1Text(base64.bytes));
    if (twice !== undefined) found.push({ bytes: twice, how: 'base64 of the hex digits' });
  }
  return found;
}

/** The recipe that reads such a signature; null where recipes cannot say how it is written. */
function rewritten(recipe: Recipe, name: string, before: string, how: string): RecipeInput | null {
  const encoding = encodings[how];
  if (encoding === undefined) return null;
  const inHeader = recipe.signature.in === 'header';
  const signature = { in: recipe.signature.in, names: inHeader ? [name] : recipe.signature.names, encoding };
  const [, version, assign] = /^([\w.+-]+)([=: ,])$/.exec(before) ?? [];
  if (version !== undefined && assign !== undefined) {
    const { separator } = recipe.signature;
    return {
      ...recipe,
      signature: { ...signature, assign, version, ...(separator === undefined ? {} : { separator }) },
    };
  }
  if (before !== '') return null;
  const { assign: _assign, version: _version, prefix: _prefix, ...list } = recipe.signature;
  return { ...recipe, signature: { ...list, ...signature } };
}

const encodings: Readonly<Record<string, Recipe['signature']['encoding']>> = {
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
  'base64url without padding': 'base64url',
};

function noteOf(name: string, before: string, how: string, rule: Recipe['signature'], fields: number): string {
  const expected =
    rule.version === undefined ? rule.encoding : `${rule.version}${rule.assign ?? ''} and ${rule.encoding}`;
  const shown = /^[\w.+=:, -]{0,42}$/.test(before) ? before : 'other text';
  const as = [shown === '' ? '' : shown === 'between other characters' ? shown : `behind “${shown}”`, how]
    .filter((part) => part !== '')
    .join(', ');
  return `${name} carries it as ${as}${fields > 1 ? ', one of several values' : ''}, where the scheme has ${expected}`;
}
