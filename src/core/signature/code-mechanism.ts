import type { Result } from '../result.ts';
import type { CryptoPort } from './crypto-port.ts';
import { firstDifference, shownPart } from './evidence.ts';
import type { KeySource } from './key-source.ts';
import { loadedOnce } from './loaded-once.ts';
import { type RequestParts, requestParts } from './request-parts.ts';
import type { CandidateSecret, Mechanism, Outcome, Strength } from './scheme.ts';
import type { Problem } from './signature-field.ts';
import type { ContentPart } from './signed-content.ts';
import type { TimestampEvidence, VerdictEvidence } from './verdict.ts';

/** What a mechanism in code reads from a request before any key. `Key` is what one pasted secret becomes. */
export interface CodeReading<Key> {
  /** The field that carried the signature, as received. */
  readonly source: { readonly name: string; readonly value: string } | null;
  readonly received: readonly string[];
  /** Joined, exactly the bytes that were signed; empty where they could not be made. */
  readonly content: readonly ContentPart[];
  readonly url: string | null;
  readonly timestamp: TimestampEvidence | null;
  /** What keeps the request from being verified whatever the secret. */
  readonly problem: Problem | null;
  /** Such a problem that no secret could mend: said even without one. */
  readonly hopeless?: boolean;
  /** What keeps it from being verified although the signature is right: its age, a hash it vouches for. */
  readonly objection: Problem | null;
  /** Only called without a `problem`. Null: the secret does not hold the key that the signature names. */
  attempt(key: Key): Attempt | null;
}

export interface Attempt {
  readonly matches: boolean;
  /** The one right signature in the scheme's encoding; null where a key can only check one. */
  readonly expected: string | null;
  /** As `CodeReading.objection`, where it depends on the secret. */
  readonly objection?: Problem | null;
  /** What was compared, where it depends on the secret. */
  readonly content?: readonly ContentPart[];
}

export interface CodeMechanismInput<Key> {
  readonly strength: Strength;
  /** In the provider's case. */
  readonly signatureHeaders: readonly string[];
  read(parts: RequestParts, nowMs: number, crypto: CryptoPort): CodeReading<Key>;
  /** The failure is a clause for a person: "it is not base64". */
  load(secret: string, crypto: CryptoPort): Result<Key, string>;
  /** Present where the provider publishes its key: where it stands, if the request tells and the provider owns that place. */
  readonly keyUrl?: (parts: RequestParts) => string | null;
  /** See `Mechanism.keySource`. */
  readonly keySource?: (parts: RequestParts) => KeySource | null;
  /** The published key is of no use without what the user has to paste. */
  readonly needsSecret?: boolean;
  readonly sign: Mechanism['sign'];
}

/** Pasted keys are short; a megabyte of one is a mistake. */
const MAX_SECRET = 64 * 1024;

/**
 * The mechanism of a scheme that data cannot express. It fixes what recipes have fixed too: every secret tried, missing
 * parts said as reasons, the outcome the same with and without evidence. Never throws if `read` and `load` never do.
 */
export function codeMechanism<Key>(input: CodeMechanismInput<Key>): Mechanism {
  const { keySource } = input;
  const keyOf = loadedOnce((secret, crypto) => loaded(input, secret, crypto));
  return {
    strength: input.strength,
    signatureHeaders: input.signatureHeaders,
    sign: input.sign,
    ...(keySource === undefined ? {} : { keySource: (request) => keySource(requestParts(request)) }),
    judge(request, secrets, nowMs, crypto, sink) {
      const parts = requestParts(request);
      const reading = input.read(parts, nowMs, crypto);
      const keys = secrets.map((secret) => ({ secret, key: keyOf(secret, crypto) }));
      const trials = reading.problem === null ? tryKeys(reading, keys, sink !== null) : [];
      const outcome = conclude(input, parts, reading, keys, trials);
      if (sink !== null) sink.evidence = evidenceOf(reading, trials, outcome.secretId);
      return outcome;
    },
  };
}

interface Trial {
  readonly secretId: string;
  readonly attempt: Attempt | null;
}

type Loaded<Key> = readonly { readonly secret: CandidateSecret; readonly key: Result<Key, string> }[];

function loaded<Key>(input: CodeMechanismInput<Key>, secret: string, crypto: CryptoPort): Result<Key, string> {
  if (secret.length > MAX_SECRET) return { ok: false, failure: 'it is longer than any secret' };
  if (secret === '') return { ok: false, failure: 'it is empty' };
  return input.load(secret, crypto);
}

function tryKeys<Key>(reading: CodeReading<Key>, keys: Loaded<Key>, all: boolean): readonly Trial[] {
  const trials: Trial[] = [];
  for (const { secret, key } of keys) {
    if (!key.ok) continue;
    const attempt = reading.attempt(key.value);
    trials.push({ secretId: secret.id, attempt });
    if (!all && attempt?.matches && !attempt.objection) break;
  }
  return trials;
}

function conclude<Key>(
  input: CodeMechanismInput<Key>,
  parts: RequestParts,
  reading: CodeReading<Key>,
  keys: Loaded<Key>,
  trials: readonly Trial[],
): Outcome {
  const { problem } = reading;
  if (problem !== null && (keys.length > 0 || reading.hopeless === true)) {
    return { status: statusOf(problem), ...problem, secretId: null };
  }
  const unavailable = (): Outcome => {
    const detail = input.keyUrl?.(parts) ?? null;
    return { status: 'unchecked', reason: 'key-unavailable', detail, secretId: null };
  };
  if (keys.length === 0) {
    if (input.keyUrl !== undefined && input.needsSecret !== true) return unavailable();
    return { status: 'unchecked', reason: 'no-secret', detail: null, secretId: null };
  }
  const matched = bestMatch(trials);
  if (matched !== undefined) {
    const objection = reading.objection ?? matched.attempt?.objection ?? null;
    if (objection !== null) return { status: statusOf(objection), ...objection, secretId: matched.secretId };
    return { status: 'verified', reason: null, detail: null, secretId: matched.secretId };
  }
  if (trials.length === 0) {
    const detail = keys.flatMap(({ key }) => (key.ok ? [] : [key.failure]))[0] ?? null;
    return { status: 'failed', reason: 'invalid-secret', detail, secretId: null };
  }
  if (trials.every(({ attempt }) => attempt === null)) return unavailable();
  return { status: 'failed', reason: 'signature-mismatch', detail: reading.source?.name ?? null, secretId: null };
}

/** The one problem that is ours and not the sender's. */
function statusOf({ reason }: Problem): Outcome['status'] {
  return reason === 'no-public-url' ? 'unchecked' : 'failed';
}

/** Two secrets may hold one key with different conditions to it. */
function bestMatch(trials: readonly Trial[]): Trial | undefined {
  const matches = trials.filter(({ attempt }) => attempt?.matches);
  return matches.find(({ attempt }) => !attempt?.objection) ?? matches[0];
}

function evidenceOf<Key>(
  reading: CodeReading<Key>,
  trials: readonly Trial[],
  matchedSecretId: string | null,
): VerdictEvidence {
  const { source, received, url, timestamp } = reading;
  const shown = bestMatch(trials) ?? trials[0];
  const content = shown?.attempt?.content ?? reading.content;
  return {
    source,
    received,
    expected: trials.flatMap(({ secretId, attempt }) => {
      const value = attempt?.expected ?? null;
      if (value === null) return [];
      return [{ secretId, value, firstDifference: firstDifference(value, received, /^[0-9a-f]+$/.test(value)) }];
    }),
    signedContent: content.map(shownPart),
    timestamp,
    matchedSecretId,
    url,
  };
}
