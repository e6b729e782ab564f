import type { CryptoPort } from '../signature/crypto-port.ts';
import type { SignedRequest } from '../signature/request-parts.ts';
import type { Outcome, Scheme } from '../signature/scheme.ts';
import type { ContentCodec } from './body-forms/body-form.ts';
import type { Proof } from './change.ts';
import type { Diagnosis, DiagnosisReport } from './diagnosis.ts';
import { type Effort, effortOf } from './effort.ts';
import { guesses } from './guesses.ts';
import type { DiagnosisSecret } from './keys.ts';
import { mechanismSearch } from './mechanism-search.ts';
import type { OtherCapture } from './other-capture.ts';
import { otherSchemes, otherSchemesAndSecrets } from './other-schemes.ts';
import { simplest } from './precedence.ts';
import { recipeSearch, type Search } from './recipe-search.ts';
import { diagnosisWords } from './words.ts';

export type { DiagnosisSecret } from './keys.ts';
export type { OtherCapture } from './other-capture.ts';

export interface DiagnosisInput {
  /** The scheme whose verdict is to be explained. */
  readonly scheme: Scheme;
  readonly request: SignedRequest;
  /** The moment the request is judged at: its arrival. */
  readonly nowMs: number;
  /** The endpoint's own, and every other stored one. */
  readonly secrets: readonly DiagnosisSecret[];
  /** What `scheme-other` is looked for among. */
  readonly schemes: readonly Scheme[];
  /** Recent captures, newest first. */
  readonly others: readonly OtherCapture[];
}

export interface DiagnosisPort {
  readonly crypto: CryptoPort;
  readonly codec: ContentCodec;
  /** Monotonic, in ms. */
  now(): number;
}

/**
 * The time a diagnosis is worth, in ms: under 50 up to 64 KiB, under 500 from 256 KiB on. One computation may still be under
 * way when it is over, so it lies below what is promised.
 */
export function diagnosisBudgetMs(bodyBytes: number): number {
  const share = Math.min(1, Math.max(0, (bodyBytes - 64 * 1024) / (192 * 1024)));
  return 40 + share * 400;
}

/**
 * The changes with which the signature is right, each proved by computing it, the simplest first; where there is none, the two
 * likeliest next steps, marked as guesses. Empty for a request that verifies. Synchronous; never throws, whatever the request
 * holds; ends once `budgetMs` is over, and `tried.complete` says whether it did.
 */
export function diagnose(input: DiagnosisInput, port: DiagnosisPort, budgetMs: number): DiagnosisReport {
  const effort = effortOf(() => port.now(), budgetMs);
  const own = ownFor(input);
  const outcome = input.scheme.mechanism.judge(
    input.request,
    own.secrets.filter(({ isOwn }) => isOwn),
    input.nowMs,
    port.crypto,
    null,
  );
  if (outcome.status === 'verified') return { diagnoses: [], tried: effort.tally() };
  const proofs = simplest(search(own, port, effort, outcome));
  const diagnoses = proofs.length > 0 ? proofs.map((proof) => diagnosisOf(proof, own)) : guesses(own, outcome);
  return { diagnoses, tried: effort.tally() };
}

/** Secrets that are bound to another scheme are not the endpoint's own for this one. */
function ownFor(input: DiagnosisInput): DiagnosisInput {
  const isFor = (scheme: string | null) => scheme === null || scheme === input.scheme.id;
  return {
    ...input,
    secrets: input.secrets.map((secret) => ({ ...secret, isOwn: secret.isOwn && isFor(secret.scheme) })),
  };
}

function search(input: DiagnosisInput, port: DiagnosisPort, effort: Effort, outcome: Outcome): readonly Proof[] {
  const { scheme } = input;
  const steps = scheme.kind === 'none' ? null : searchFor(input, port, effort);
  steps?.few();
  const found = () => [...(steps?.proofs ?? []), ...elsewhere];
  const elsewhere: Proof[] = [];
  // The signature is right: nothing of what it covers can be wrong, and no other content has to be computed.
  if (found().some(({ changes }) => changes.length === 1 && settles.has(changes[0].cause))) return found();
  if (outcome.reason === 'stale-timestamp' || outcome.reason === 'future-timestamp') return found();
  elsewhere.push(...otherSchemes(input, port, effort));
  steps?.others('same-signature');
  steps?.many();
  if (found().length === 0) steps?.others('rest');
  if (found().length > 0) return found();
  elsewhere.push(...otherSchemesAndSecrets(input, port, effort));
  if (elsewhere.length === 0) steps?.pairs();
  return found();
}

/** What code has a part in is asked of the code; what is data in it is searched as well, one proof of either being enough. */
function searchFor(input: DiagnosisInput, port: DiagnosisPort, effort: Effort): Search {
  const { searchable, recipes } = input.scheme;
  const asData = searchable === undefined ? null : recipeSearch(searchable, input, port, effort);
  if (asData === null) return mechanismSearch(input, port, effort);
  return recipes === undefined ? oneAfterTheOther(mechanismSearch(input, port, effort), asData) : asData;
}

function oneAfterTheOther(first: Search, second: Search): Search {
  const step = (take: (search: Search) => void) => {
    for (const search of [first, second]) {
      if (first.proofs.length === 0) take(search);
    }
  };
  return {
    get proofs() {
      return [...first.proofs, ...second.proofs];
    },
    few: () => step((search) => search.few()),
    many: () => step((search) => search.many()),
    others: (which) => step((search) => search.others(which)),
    pairs: () => step((search) => search.pairs()),
  };
}

const settles: ReadonlySet<string> = new Set(['timestamp-unit', 'clock-skew', 'encoding', 'signature-truncated']);

function diagnosisOf({ changes, evidence }: Proof, { scheme }: DiagnosisInput): Diagnosis {
  const [first, second] = changes;
  const causes = second === undefined ? ([first.cause] as const) : ([first.cause, second.cause] as const);
  return { causes, confidence: 'proved', ...diagnosisWords(changes, evidence, scheme), evidence };
}
