import { strictUtf8Text } from '../../core/bytes.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { PublishedForm } from '../../core/signature/key-source.ts';
import { jsonAt } from '../../core/signature/request-parts.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { type CertificateRules, certificatesInForce, signingCertificate } from './certificate.ts';
import type { KeyProblem } from './key-problem.ts';

/** A fetched key in the form in which it would be pasted. */
export interface PublishedText {
  readonly text: string;
  /** Ids of the keys in it; empty where they have none. */
  readonly keyIds: readonly string[];
}

const MAX_KEYS = 100;
/** The public members of a JWK (RFC 7517 and 7518): certificates beside a key would be most of the text. */
const JWK_MEMBERS = ['kty', 'kid', 'alg', 'n', 'e', 'crv', 'x', 'y'];

/** What a place answered with, checked and without what no verdict needs. */
export function publishedText(
  form: PublishedForm,
  body: Uint8Array,
  rules: CertificateRules,
): Result<PublishedText, KeyProblem> {
  const answer = strictUtf8Text(body);
  if (answer === undefined) return fail({ cause: 'no-key', detail: 'it is not text' });
  const text = textOf(form, answer, rules);
  if (!text.ok) return text;
  const keys = nodeCrypto.readKeys(text.value);
  if (keys.length === 0) return fail({ cause: 'no-key', detail: null });
  return ok({ text: text.value, keyIds: keys.flatMap(({ id }) => (id === null ? [] : [id])) });
}

function textOf(form: PublishedForm, answer: string, rules: CertificateRules): Result<string, KeyProblem> {
  switch (form.kind) {
    case 'certificate':
      return signingCertificate(answer, form.name, rules);
    case 'certificates':
      return certificatesInForce(answer, rules.nowMs);
    case 'jwks':
      return keySet(answer);
    case 'json': {
      const value = jsonAt(parsed(answer), form.path);
      return typeof value === 'string' ? ok(value) : fail({ cause: 'no-key', detail: null });
    }
  }
}

function keySet(answer: string): Result<string, KeyProblem> {
  const keys = jsonAt(parsed(answer), 'keys');
  if (!Array.isArray(keys)) return fail({ cause: 'no-key', detail: 'it is not a key set' });
  const publicKeys = keys.slice(0, MAX_KEYS).flatMap((key: unknown) => {
    if (typeof key !== 'object' || key === null || ('use' in key && key.use === 'enc')) return [];
    return [Object.fromEntries(Object.entries(key).filter(([name]) => JWK_MEMBERS.includes(name)))];
  });
  return ok(JSON.stringify({ keys: publicKeys }));
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    // Then nothing is found at any path of it, which is what the caller says.
    return undefined;
  }
}
