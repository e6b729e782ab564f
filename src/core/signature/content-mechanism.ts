import { fail, type Result } from '../result.ts';
import type { Algorithm, LoadedKey } from './algorithm.ts';
import { type Attempt, codeMechanism } from './code-mechanism.ts';
import type { CryptoPort } from './crypto-port.ts';
import type { KeySource } from './key-source.ts';
import type { Recipe } from './recipe.ts';
import type { RequestParts, SignedRequest } from './request-parts.ts';
import type { Mechanism, SignedParts, SignProblem } from './scheme.ts';
import type { Problem } from './signature-field.ts';
import type { ContentPart } from './signed-content.ts';
import type { TimestampEvidence } from './verdict.ts';

/** What a provider's code makes of a request, before any key. */
export interface ContentReading {
  readonly source: { readonly name: string; readonly value: string } | null;
  /** As text on the wire, and the bytes it stands for. */
  readonly received: readonly { readonly text: string; readonly bytes: Uint8Array }[];
  /** The forms that may have been signed, the likeliest first; empty where a part is missing. To be gone through more than once. */
  readonly contents: Iterable<readonly ContentPart[]>;
  readonly url?: string | null;
  readonly timestamp?: TimestampEvidence | null;
  readonly problem: Problem | null;
  /** What keeps it from being verified although the signature is right. */
  readonly objection?: Problem | null;
}

/** A scheme whose signed content is made by code, and whose signature is one of the algorithms that recipes have too. */
export interface ContentRules {
  readonly algorithm: Algorithm;
  readonly secret?: Recipe['secret'];
  readonly signatureHeaders: readonly string[];
  encode(signature: Uint8Array): string;
  read(parts: RequestParts, nowMs: number, crypto: CryptoPort): ContentReading;
  readonly keyUrl?: (parts: RequestParts) => string | null;
  readonly keySource?: (parts: RequestParts) => KeySource | null;
  /** Puts a signature, in its wire encoding, on the request. */
  sign(request: SignedRequest, signer: Signer, nowMs: number, crypto: CryptoPort): Result<SignedParts, SignProblem>;
}

export type Signer = (content: readonly ContentPart[]) => string;

export function contentMechanism(rules: ContentRules): Mechanism {
  const { algorithm, keyUrl, keySource } = rules;
  const load = (secret: string, crypto: CryptoPort) => algorithm.load(rules.secret, secret, crypto);
  return codeMechanism<LoadedKey>({
    strength: algorithm.strength,
    signatureHeaders: rules.signatureHeaders,
    load,
    ...(keyUrl === undefined ? {} : { keyUrl }),
    ...(keySource === undefined ? {} : { keySource }),
    read(parts, nowMs, crypto) {
      const reading = rules.read(parts, nowMs, crypto);
      const [likeliest = []] = reading.contents;
      return {
        source: reading.source,
        received: reading.received.map(({ text }) => text),
        content: likeliest,
        url: reading.url ?? null,
        timestamp: reading.timestamp ?? null,
        problem: reading.problem,
        objection: reading.objection ?? null,
        attempt: (key) => attempt(rules, reading, key),
      };
    },
    sign(request, secret, nowMs, crypto) {
      const key = load(secret, crypto);
      if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
      const { sign } = key.value;
      if (sign === null) return fail({ kind: 'secret', problem: 'it is a public key, which verifies but cannot sign' });
      const signer: Signer = (content) => rules.encode(sign(content.map(({ bytes }) => bytes)));
      return rules.sign(request, signer, nowMs, crypto);
    },
  });
}

function attempt(rules: ContentRules, reading: ContentReading, key: LoadedKey): Attempt {
  let expected: string | null | undefined;
  for (const content of reading.contents) {
    const check = key.over(content.map(({ bytes }) => bytes));
    const value = check.expected === null ? null : rules.encode(check.expected);
    if (expected === undefined) expected = value;
    if (reading.received.some(({ bytes }) => check.matches(bytes))) return { matches: true, expected: value, content };
  }
  return { matches: false, expected: expected ?? null };
}
