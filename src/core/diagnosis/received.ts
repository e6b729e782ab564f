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
  /**
   * The changes with which the computed value is the received one, none where it is as the scheme writes it; null: it is not.
   * `keyless`: no secret went into it, so that elsewhere than in the scheme's own field it is a digest and no signature.
   */
  match(computed: Uint8Array, keyless: boolean): readonly Change[] | null;
}

interface Candidate {
  readonly bytes: Uint8Array;
  readonly changes: readonly Change[];
  /** Found where the scheme does not look: Content-MD5 and Digest are there too (RFC 9530). */
  readonly isElsewhere: boolean;
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
  const add = (bytes: Uint8Array | undefined, changes: readonly Change[], isElsewhere = false) => {
    if (bytes === undefined || candidates.length >= MAX_CANDIDATES) return;
    if (!isSent && (bytes.length < MIN_DIGEST || bytes.length > MAX_DIGEST)) return;
    if (!candidates.some((known) => sameBytes(known.bytes, bytes))) candidates.push({ bytes, changes, isElsewhere });
  };
  if (reading.problem === null) for (const { bytes } of reading.candidates) add(bytes, []);
  const values = valuesAt(recipe.signature, parts);
  for (const { name, value } of values) {
    for (const { text, before } of piecesOf(value)) {
      const encoding = (how: string): readonly Change[] => [
        {
          cause: 'encoding',
          note: noteOf(name, writing(before, how), recipe, values.length),
          evidence: { recipe: rewritten(recipe, name, before, how) },
        },
      ];
      if (isSent) add(latin1Bytes(text), encoding('plain'));
      for (const { bytes, how } of decodings(text)) add(bytes, encoding(how));
      if (isSent) continue;
      for (const { bytes, how } of cutDecodings(text)) {
        add(bytes, writing(before, how) === writingOf(recipe) ? [] : encoding(how));
      }
    }
  }
  // Nothing where the scheme looks: whatever else looks like a digest may be it, and the secret itself wherever it stands.
  if (values.every(({ value }) => value === '')) {
    for (const [header, value] of parts.request.headers.slice(0, 200)) {
      if (value.length > MAX_VALUE_LENGTH) continue;
      for (const { text, before } of piecesOf(trimBlanks(value))) {
        const elsewhere = (how: string): readonly Change[] => {
          const evidence = { recipe: rewritten(recipe, header, before, how) };
          return [{ cause: 'scheme-other', note: `in the header ${header}`, evidence }];
        };
        if (isSent && text.length >= MIN_TOKEN) add(latin1Bytes(text), elsewhere('plain'), true);
        for (const { bytes, how } of decodings(text)) {
          if (isSent ? bytes.length >= MIN_TOKEN : digestLengths.includes(bytes.length))
            add(bytes, elsewhere(how), true);
        }
      }
    }
  }
  const truncated: Change = { cause: 'signature-truncated', note: '', evidence: {} };
  return {
    reading,
    mayMatch: (bytes) =>
      candidates.some(({ bytes: received }) => received.length === bytes || isLongEnough(received, bytes)),
    match(computed, keyless) {
      const known = keyless ? candidates.filter(({ isElsewhere }) => !isElsewhere) : candidates;
      for (const { bytes, changes } of known) if (sameBytes(bytes, computed)) return changes;
      if (isSent) return null;
      for (const { bytes, changes } of known) {
        if (!isLongEnough(bytes, computed.length)) continue;
        const isStart = sameBytes(bytes, computed.subarray(0, bytes.length));
        if (!isStart && !sameBytes(bytes, computed.subarray(computed.length - bytes.length))) continue;
        const note = `its ${isStart ? 'first' : 'last'} ${bytes.length} of ${computed.length} bytes`;
        return [...changes, { ...truncated, note }];
      }
      return null;
    },
  };
}

/** Shorter secrets stand in headers by chance: "close", "1.1". */
const MIN_TOKEN = 8;

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

const between = 'between other characters';

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
    if (bare !== item) add(bare, between);
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

/** Of a text that was cut in the middle of a byte: what is whole of it, from its start and from its end. */
function cutDecodings(text: string): readonly { readonly bytes: Uint8Array | undefined; readonly how: string }[] {
  if (text.length > 200) return [];
  const whole = [text.slice(0, -1), text.slice(1)];
  if (text.length % 2 === 1 && /^[0-9a-f]+$/i.test(text)) {
    return whole.map((part) => ({ bytes: bytesFromHex(part), how: 'hex' }));
  }
  if (text.length % 4 !== 1) return [];
  return [text.slice(0, -1)].map((part) => {
    const { bytes, url = false } = lenientBase64(part) ?? {};
    return { bytes, how: url ? 'base64url' : 'base64' };
  });
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

/** What differs, for a person. `fields`: how many there are of the name. */
function noteOf(name: string, is: string, recipe: Recipe, fields: number): string {
  const right = writingOf(recipe);
  if (is !== right) {
    return `${name} carries it ${is}${fields > 1 ? ', in one of several values' : ''}, where the scheme has it ${right}`;
  }
  return fields > 1
    ? `${name} is there ${fields} times, and one of its values is right`
    : `${name} carries other characters beside it`;
}

function writingOf({ algorithm, signature: { version, assign = '', prefix = '', encoding } }: Recipe): string {
  const before = `${version === undefined ? '' : `${version}${assign}`.trimEnd()}${prefix}`;
  return writing(before, algorithm === 'token' ? 'plain' : encoding);
}

/** "as hex behind “sha256=”". */
function writing(before: string, how: string): string {
  const shown = /^[\w.+=:, -]{0,42}$/.test(before) ? `“${before}”` : 'other text';
  const place = before === '' ? '' : before === between ? before : `behind ${shown}`;
  if (how !== 'plain') return `as ${how}${place === '' ? '' : ` ${place}`}`;
  return place === '' ? 'alone' : place;
}
