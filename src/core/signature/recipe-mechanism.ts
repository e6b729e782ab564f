import { utf8Bytes } from '../bytes.ts';
import { algorithmOf, type LoadedKey } from './algorithm.ts';
import type { CryptoPort } from './crypto-port.ts';
import { evidenceOf, type Trial } from './evidence.ts';
import { bytesOf, numbered, type Plan, planOf, type RecipeHooks } from './plan.ts';
import { type QuickMatch, quickMatchOf } from './quick-match.ts';
import type { RecipeInput } from './recipe.ts';
import { signWith } from './recipe-sign.ts';
import { type RequestParts, requestParts } from './request-parts.ts';
import type { CandidateSecret, Mechanism, Outcome } from './scheme.ts';
import { type Problem, readSignature, type SignatureReading } from './signature-field.ts';
import { type ContentPart, renderContent } from './signed-content.ts';
import { parseTemplate } from './template.ts';
import { readTimestamp, type TimestampReading, windowProblem } from './timestamp.ts';

/**
 * The mechanism of a scheme written as data. Several recipes are the same scheme under other header names: the first
 * whose signature header is present counts, else the first. A recipe that `recipeSchema` refuses throws when a request is first
 * judged or signed by it: checking the whole catalogue would be a tenth of every start.
 */
export function recipeMechanism(inputs: readonly [RecipeInput, ...RecipeInput[]], hooks: RecipeHooks = {}): Mechanism {
  const [first, ...rest] = inputs;
  let made: { readonly plans: readonly [Plan, ...Plan[]]; readonly quickMatch: QuickMatch | null } | null = null;
  const planned = () => {
    if (made !== null) return made;
    const preferred = planOf(first, hooks);
    const plans = [preferred, ...rest.map((input) => planOf(input, hooks))] as const;
    made = { plans, quickMatch: rest.length === 0 ? quickMatchOf(preferred) : null };
    return made;
  };
  const choose = (parts: RequestParts): Plan => {
    const { plans } = planned();
    const [preferred] = plans;
    if (rest.length === 0) return preferred;
    return (
      plans.find(({ recipe }) => recipe.signature.names.some((name) => parts.header(name).length > 0)) ?? preferred
    );
  };
  return {
    strength: (hooks.algorithm ?? algorithmOf(first)).strength,
    signatureHeaders: inputs.flatMap(({ signature }) =>
      (signature.in ?? 'header') === 'header' ? signature.names.flatMap(numbered) : [],
    ),
    judge(request, secrets, nowMs, crypto, sink) {
      const quickMatch = sink === null ? planned().quickMatch : null;
      const secretId = quickMatch === null ? null : quickMatch(request, secrets, nowMs, crypto);
      if (secretId !== null) return { status: 'verified', reason: null, detail: null, secretId };
      const parts = requestParts(request);
      const plan = choose(parts);
      const reading = read(plan, parts);
      const { outcome, trials } = tryKeys(plan, reading, secrets, nowMs, crypto, sink !== null);
      if (sink !== null) sink.evidence = evidenceOf({ plan, nowMs, trials, ...reading, secretId: outcome.secretId });
      return outcome;
    },
    sign: canSign(first)
      ? (request, secret, nowMs, crypto) => signWith(choose(requestParts(request)), request, secret, nowMs, crypto)
      : null,
  };
}

/** A body cannot hold the signature of itself. */
function canSign({ signature, signed = '{body}' }: RecipeInput): boolean {
  const template = parseTemplate(signed);
  const signsBody = template.ok && template.value.some(({ kind }) => kind === 'body' || kind === 'body-json');
  const place = signature.in ?? 'header';
  return place === 'header' || (place === 'json' && !signsBody);
}

/** Everything of a request that a key does not change. */
export interface Reading {
  readonly signature: SignatureReading;
  readonly timestamp: TimestampReading | null;
  /** The signed content for each form of the URL, made when it is asked for; one where no URL is signed. Never empty. */
  readonly contents: Iterable<Content>;
  /** Whether the contents have all their parts, so that a signature over them can be computed. */
  readonly contentWhole: boolean;
  /** What keeps the request from being verified whatever the secret. */
  readonly problem: Problem | null;
}

export interface Content {
  readonly url: string | null;
  readonly parts: readonly ContentPart[];
}

function read(plan: Plan, parts: RequestParts): Reading {
  const { recipe, template, algorithm } = plan;
  const signature = readSignature(recipe.signature, algorithm.form, parts);
  const stamp =
    recipe.timestamp === undefined
      ? { reading: null, problem: null }
      : readTimestamp(recipe.timestamp, parts, signature);
  const { url } = parts.request;
  const signsUrl = template.some(({ kind }) => kind === 'url');
  const urls = signsUrl && url !== null ? plan.urls(url) : [];
  const [first = null] = urls;
  const rendered = renderContent(algorithm.strength === 'token' ? [] : template, {
    parts,
    signature,
    timestamp: stamp.reading?.raw ?? null,
    url: first,
    forbidden: recipe.forbidden ?? {},
  });
  const content = { url: first, parts: rendered.content };
  return {
    signature,
    timestamp: stamp.reading,
    contents: first === null ? [content] : { [Symbol.iterator]: () => withEachUrl(content, urls) },
    contentWhole: rendered.problem === null,
    problem: signature.problem ?? stamp.problem ?? rendered.problem,
  };
}

/** The same content under the other forms of the URL: rendering it again would parse and sort a form again. */
function* withEachUrl(content: Content, urls: Iterable<string>): Generator<Content> {
  for (const url of urls) {
    const isFirst = url === content.url;
    const withUrl = (part: ContentPart) => (part.role === 'url' ? { ...part, bytes: utf8Bytes(url) } : part);
    yield isFirst ? content : { url, parts: content.parts.map(withUrl) };
  }
}

const NO_CONTENTS: readonly Content[] = [];

/** `forEvidence`: every secret's expected value is wanted, also after a match and for a signature that is missing or malformed. */
function tryKeys(
  plan: Plan,
  reading: Reading,
  secrets: readonly CandidateSecret[],
  nowMs: number,
  crypto: CryptoPort,
  forEvidence: boolean,
): { readonly outcome: Outcome; readonly trials: readonly Trial[] } {
  const trials: Trial[] = [];
  let matched: Trial | null = null;
  let keyProblem: string | null = null;
  let usableKeys = 0;
  const contents = reading.problem === null || (forEvidence && reading.contentWhole) ? reading.contents : NO_CONTENTS;
  for (const secret of secrets) {
    const key = plan.keyOf(secret, crypto);
    if (!key.ok) {
      keyProblem ??= key.failure;
      continue;
    }
    usableKeys++;
    for (const content of contents) {
      const trial = tryKey(key.value, secret.id, content, reading.signature);
      if (forEvidence) trials.push(trial);
      if (trial.matches) matched ??= trial;
      if (trial.matches && !forEvidence) break;
    }
    if (matched !== null && !forEvidence) break;
  }
  return { outcome: conclude(), trials };

  function conclude(): Outcome {
    if (secrets.length === 0) return { status: 'unchecked', reason: 'no-secret', detail: null, secretId: null };
    if (reading.problem !== null) {
      const { reason, detail } = reading.problem;
      return { status: reason === 'no-public-url' ? 'unchecked' : 'failed', reason, detail, secretId: null };
    }
    if (matched !== null) {
      const rule = plan.recipe.timestamp;
      const late = rule === undefined ? null : windowProblem(rule, reading.timestamp?.atMs ?? null, nowMs);
      if (late !== null) return { status: 'failed', ...late, secretId: matched.secretId };
      return { status: 'verified', reason: null, detail: null, secretId: matched.secretId };
    }
    if (usableKeys === 0) return { status: 'failed', reason: 'invalid-secret', detail: keyProblem, secretId: null };
    const detail = reading.signature.source?.name ?? null;
    return { status: 'failed', reason: 'signature-mismatch', detail, secretId: null };
  }
}

function tryKey(key: LoadedKey, secretId: string, content: Content, signature: SignatureReading): Trial {
  const check = key.over(bytesOf(content.parts, key));
  let matches = false;
  for (const { bytes } of signature.candidates) {
    if (check.matches(bytes)) {
      matches = true;
      break;
    }
  }
  return { secretId, content, expected: check.expected, matches };
}
