import { base64Of, hexOf, latin1Bytes, utf8Bytes } from '../bytes.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import { keyOf } from '../signature/key.ts';
import type { Recipe } from '../signature/recipe.ts';
import type { Change, Variant } from './change.ts';
import { lenientBase64, lenientHex } from './decode.ts';
import { bareSecrets, withoutPrefix } from './secret-text.ts';

/** A secret as a search knows it. */
export interface DiagnosisSecret {
  readonly id: string;
  /** Text as the user pasted it. */
  readonly value: string;
  /** The only scheme it is for; null: any. */
  readonly scheme: string | null;
  /** Of the endpoint that was asked; the others are only compared with. */
  readonly isOwn: boolean;
}

export interface Key {
  readonly secretId: string | null;
  readonly bytes: Uint8Array;
}

type SecretRule = Recipe['secret'];

/** Longer texts are no secrets, and each is read in a dozen ways. */
const MAX_SECRET = 64 * 1024;

/** The keys that the secrets may stand for, the scheme's own reading first; equal keys of one secret come once. */
export function keyVariants(
  rule: SecretRule,
  secrets: readonly DiagnosisSecret[],
  crypto: CryptoPort,
): readonly Variant<Key>[] {
  const usable = secrets.filter(({ value }) => value.length <= MAX_SECRET);
  const variants = usable.flatMap((secret) => variantsOf(rule, secret, crypto));
  const empty: Variant<Key> = {
    value: { secretId: null, bytes: new Uint8Array(0) },
    changes: [{ cause: 'secret-empty', note: '', evidence: {} }],
    price: 2,
  };
  return [...variants, empty, ...unset(rule, crypto)];
}

/** What languages print for a variable that is not set, where a program makes a text of it. */
function unset(rule: SecretRule, crypto: CryptoPort): readonly Variant<Key>[] {
  return ['undefined', 'null', 'None'].flatMap((text) => {
    const ruled = keyOf(rule, text, crypto);
    const keys = [utf8Bytes(text), ...(ruled.ok && hexOf(ruled.value) !== hexOf(utf8Bytes(text)) ? [ruled.value] : [])];
    return keys.map((bytes) => ({
      value: { secretId: null, bytes },
      changes: [{ cause: 'secret-empty', note: text, evidence: {} }],
      price: 4,
    }));
  });
}

function variantsOf(rule: SecretRule, secret: DiagnosisSecret, crypto: CryptoPort): readonly Variant<Key>[] {
  const { id, value, isOwn } = secret;
  const other: readonly Change[] = isOwn ? [] : [{ cause: 'secret-other', note: '', evidence: { secretId: id } }];
  const variants: Variant<Key>[] = [];
  const seen = new Set<string>();
  const add = (bytes: Uint8Array | undefined, changes: readonly Change[], price: number) => {
    if (bytes === undefined || bytes.length === 0 || bytes.every((byte) => byte === 0)) return;
    const known = hexOf(bytes);
    if (seen.has(known) || changes.length + other.length > 2) return;
    seen.add(known);
    const all = [...other, ...changes];
    variants.push({ value: { secretId: id, bytes }, changes: all, price: all.length === 0 ? 0 : price });
  };
  const asRuled = (text: string) => {
    const key = keyOf(rule, text, crypto);
    return key.ok ? key.value : undefined;
  };
  const rank = isOwn ? 1 : 2;
  add(asRuled(value), [], 1);
  const bare = bareSecrets(value);
  for (const { text, defect } of bare) {
    const note = placesOf(defect.before, defect.after);
    add(asRuled(text), [{ cause: 'secret-whitespace', note, evidence: { secretId: id, secret: defect } }], rank);
  }
  for (const [price, change, bytes] of readings(rule, value, id, crypto)) add(bytes, [change], price + rank - 1);
  if (!isOwn) return variants;
  for (const [after, name] of missingEnds) {
    const note = `the signer’s has ${name} after it, which yours has not`;
    add(asRuled(value + after), [{ cause: 'secret-whitespace', note, evidence: { secretId: id } }], 3);
  }
  const quoted = 'the signer’s has quotation marks around it, which yours has not';
  add(asRuled(`"${value}"`), [{ cause: 'secret-whitespace', note: quoted, evidence: { secretId: id } }], 4);
  for (const { text, defect } of bare) {
    const blank = placesOf(defect.before, defect.after);
    for (const [price, change, bytes] of readings(rule, text, id, crypto)) {
      const { readAs = null } = change.evidence.secret ?? {};
      const whole = { ...defect, readAs };
      const both = { secretId: id, secret: whole };
      add(
        bytes,
        [
          { cause: 'secret-whitespace', note: blank, evidence: both },
          { ...change, evidence: both },
        ],
        price + 1,
      );
    }
  }
  return variants;
}

const missingEnds = [
  ['\n', 'a line feed'],
  ['\r\n', 'a carriage return and a line feed'],
  [' ', 'a space'],
] as const;

function placesOf(before: readonly string[], after: readonly string[]): string {
  const places = [
    before.length > 0 ? `${before.join(', ')} before it` : '',
    after.length > 0 ? `${after.join(', ')} after it` : '',
  ];
  return places.filter((place) => place !== '').join(' and ');
}

const ruleNames = { utf8: 'text', hex: 'hex', base64: 'base64' } as const;

/** Every other way to read the text: decoded where it was taken as text, the other way round, its prefix kept or stripped. */
function* readings(
  rule: SecretRule,
  text: string,
  secretId: string,
  crypto: CryptoPort,
): Generator<readonly [price: number, change: Change, bytes: Uint8Array]> {
  const was = ruleNames[rule?.encoding ?? 'utf8'];
  const hash = rule?.hash;
  const hashed = (bytes: Uint8Array) => (hash === undefined ? bytes : crypto.hash(hash, [bytes]));
  const change = (right: string, prefix: string | null): Change => ({
    cause: 'secret-encoding',
    note: prefix === null ? right : `${right} without ${prefix === 'the prefix' ? prefix : `“${prefix}”`}`,
    evidence: {
      secretId,
      secret: { before: prefix === null ? [] : [prefix], after: [], readAs: { right, was } },
    },
  });
  const behind = withoutPrefix(text, rule?.strip ?? []);
  const texts = [{ text, prefix: null }, ...(behind === null ? [] : [behind])];
  for (const { text, prefix } of texts) {
    yield [1, change('text', prefix), hashed(utf8Bytes(text))];
    const hex = lenientHex(text);
    if (hex !== undefined) yield [1, change('hex', prefix), hashed(hex)];
    const base64 = lenientBase64(text);
    if (base64 !== undefined) {
      yield [hex === undefined ? 1 : 2, change(base64.url ? 'base64url' : 'base64', prefix), hashed(base64.bytes)];
    }
  }
  for (const { text, prefix } of texts) {
    yield [3, change('base64 of the text', prefix), utf8Bytes(base64Of(utf8Bytes(text)))];
    yield [3, change('hex digits of the text', prefix), utf8Bytes(hexOf(utf8Bytes(text)))];
  }
  if (/[^\0-\x7f]/.test(text)) {
    yield [2, change('text in Latin-1', null), hashed(latin1Bytes(text))];
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
      yield [3, change(`text in the form ${form}`, null), hashed(utf8Bytes(text.normalize(form)))];
    }
  }
  if (hash !== undefined) yield [3, change('text that is not hashed first', null), utf8Bytes(text)];
  if (/[a-f]/i.test(text) && lenientHex(text) !== undefined) {
    yield [4, change('hex digits in upper case', null), utf8Bytes(text.toUpperCase())];
    yield [4, change('hex digits in lower case', null), utf8Bytes(text.toLowerCase())];
  }
}
