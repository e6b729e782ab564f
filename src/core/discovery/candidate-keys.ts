import { sameBytes } from '../bytes.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import { keyOf } from '../signature/key.ts';
import type { Recipe } from '../signature/recipe.ts';

type SecretRule = NonNullable<Recipe['secret']>;

/** A key that the secret may stand for. */
export interface CandidateKey {
  /** null: the secret's text as it is. */
  readonly rule: SecretRule | null;
  readonly bytes: Uint8Array;
  /** The bytes that `rule.hash` was made of; null: it is no hash. */
  readonly hashedBytes: number | null;
  /** Tried with the likeliest contents only. */
  readonly isRare: boolean;
}

/** The likeliest first, no two with the same bytes. Empty for an empty secret. */
export function candidateKeys(secret: string, crypto: CryptoPort): readonly CandidateKey[] {
  const keys: CandidateKey[] = [];
  const keep = (rule: SecretRule, bytes: Uint8Array, hashedBytes: number | null) => {
    const { strip, encoding, hash } = rule;
    const isRare = hash === 'sha1' || (hash !== undefined && (strip !== undefined || encoding !== 'utf8'));
    const isPlain = strip === undefined && encoding === 'utf8' && hash === undefined;
    const isKnown = keys.some((key) => sameBytes(key.bytes, bytes));
    if (!isKnown) keys.push({ rule: isPlain ? null : rule, bytes, hashedBytes, isRare });
  };
  const decoded = rulesFor(secret).flatMap((rule) => {
    const key = keyOf(rule, secret, crypto);
    return key.ok ? [{ rule, bytes: key.value }] : [];
  });
  for (const { rule, bytes } of decoded) keep(rule, bytes, null);
  for (const { rule, bytes } of decoded) {
    for (const hash of ['sha256', 'sha1'] as const) keep({ ...rule, hash }, crypto.hash(hash, [bytes]), bytes.length);
  }
  return keys;
}

function rulesFor(secret: string): readonly SecretRule[] {
  const plain = encodings.map((encoding) => ({ encoding }));
  return [
    ...plain,
    ...prefixesOf(secret).flatMap((prefix) => encodings.map((encoding) => ({ strip: [prefix], encoding }))),
  ];
}

const encodings = ['utf8', 'base64', 'hex'] as const;

/** "whsec_", "signkey-test-": a short word and the sign after it, one to three of them. */
function prefixesOf(secret: string): readonly string[] {
  const prefixes: string[] = [];
  let prefix = '';
  for (let words = 0; words < 3; words++) {
    const word = /^[A-Za-z0-9]{1,20}[_,.:-]/.exec(secret.slice(prefix.length))?.[0];
    if (word === undefined) break;
    prefix += word;
    if (prefix.length < secret.length) prefixes.push(prefix);
  }
  return prefixes;
}
