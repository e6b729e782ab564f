import { planOf } from '../signature/plan.ts';
import type { RecipeInput } from '../signature/recipe.ts';
import { type RequestParts, requestParts } from '../signature/request-parts.ts';
import { type ContentPart, renderContent } from '../signature/signed-content.ts';
import { readTimestamp } from '../signature/timestamp.ts';
import { type Computation, computations } from './algorithms.ts';
import { bodyVariants } from './body-variants.ts';
import { type Change, evidenceOf, fewChanges, type Proof, type Variant } from './change.ts';
import { comparedOf } from './compared.ts';
import { type SignedTemplate, signedTemplate, templateVariants } from './contents.ts';
import type { DiagnosisInput, DiagnosisPort } from './diagnose.ts';
import type { Effort } from './effort.ts';
import { type Key, keyVariants } from './keys.ts';
import { momentOf } from './moment.ts';
import { otherRequestProof, type WhichOthers } from './other-request-search.ts';
import { pairsByPrice } from './pairs.ts';
import { receivedSignatures } from './received.ts';
import { rightRecipe } from './right-recipe.ts';
import { foundStamps, type Stamp, stampVariants, timeOf } from './timestamps.ts';
import { type UrlForm, urlForms } from './url-forms.ts';

/** Everything that a signature of a scheme in data depends on. */
interface Hypothesis {
  readonly key: Variant<Key>;
  readonly body: Variant<Uint8Array>;
  readonly template: Variant<SignedTemplate>;
  readonly stamp: Variant<Stamp>;
  readonly url: Variant<UrlForm>;
  readonly computation: Variant<Computation>;
}

/** A search over one request, in steps, so that cheaper and likelier causes of other kinds can come between. */
export interface Search {
  /** Each proof found so far. */
  readonly proofs: readonly Proof[];
  /** What is wrong with secret, timestamp, URL or algorithm: one or a few signatures each. */
  few(): void;
  /** Other bodies and other templates. */
  many(): void;
  /** The signature of another capture: first of those that carry the very same one, then of all others. */
  others(which: WhichOthers): void;
  /** Two things at once. Only called where nothing else was proved. */
  pairs(): void;
}

/** The highest price of templates that are tried before bodies that have to be parsed. */
const USUAL_TEMPLATE = 2;

const MAX_LIKELY_KEYS = 6;
/** Secrets that pairs are tried with: an endpoint has one or two. */
const MAX_PAIR_KEYS = 3;

/** null: the scheme computes nothing from a shared secret. */
export function recipeSearch(
  recipes: readonly [RecipeInput, ...RecipeInput[]],
  input: DiagnosisInput,
  port: DiagnosisPort,
  effort: Effort,
): Search | null {
  const { request, nowMs } = input;
  const { crypto } = port;
  const parts = requestParts(request);
  const chosen =
    recipes.find(({ signature }) => signature.names.some((name) => parts.header(name).length > 0)) ?? recipes[0];
  const plan = planOf(chosen, {});
  const { recipe } = plan;
  const algorithms = computations(recipe);
  const ownTemplate = signedTemplate(recipe.signed);
  if (algorithms === null || ownTemplate === null) return null;

  const received = receivedSignatures(plan, parts);
  const rule = recipe.timestamp;
  const { reading: own, problem: ownProblem } =
    rule === undefined ? { reading: null, problem: null } : readTimestamp(rule, parts, received.reading);
  const found = foundStamps(plan, parts, received.reading, own?.raw ?? null);
  const moment = momentOf({
    plan,
    headers: request.headers,
    own,
    problem: ownProblem,
    found,
    nowMs,
    others: input.others,
  });
  const stamps = stampVariants(own, found);
  const urls = urlForms(request);
  const keys = keyVariants(recipe.secret, input.secrets, crypto);
  const ownKeys = keys.filter(({ changes }) => changes.length === 0);
  // A secret that the scheme cannot read is tried in the ways it can be read.
  const likelyKeys = keys.filter(({ changes, price }) => changes.length === 1 && price === 1);
  const baseKeys = ownKeys.length > 0 ? ownKeys : likelyKeys.slice(0, MAX_LIKELY_KEYS);
  const bodies = bodyVariants(request, port.codec);
  const sendsSecret = plan.algorithm.strength === 'token';
  const templates = sendsSecret ? [] : templateVariants(plan, parts, found, input.schemes).slice(1);
  const template: Variant<SignedTemplate> = { value: ownTemplate, changes: [], price: 0 };
  const body: Variant<Uint8Array> = { value: request.body, changes: [], price: 0 };
  const [stamp = { value: { text: null, atMs: null, header: null }, changes: [], price: 0 }, ...otherStamps] = stamps;
  const [url = { value: { url: request.url, target: request.target }, changes: [], price: 0 }, ...otherUrls] = urls;
  const [computation, ...otherComputations] = algorithms;
  const proofs: Proof[] = [];
  if (computation === undefined) return null;

  const base = { body, template, stamp, url, computation };
  // Of a hundred stored secrets each can be read in a dozen ways: these come when the endpoint's own have been tried.
  const isUnlikely = ({ changes: [first, second] }: Variant<Key>) =>
    first?.cause === 'secret-other' && second !== undefined;
  const changedOf = (axis: { readonly changes: readonly Change[] }) => axis.changes.length > 0;

  /** False: the budget is used up. */
  function test(hypothesis: Hypothesis): boolean {
    if (effort.over()) return false;
    const { key, body, template, stamp, url, computation } = hypothesis;
    const { bytes, readsContent, keyless } = computation.value;
    const { usesBody, usesTimestamp, usesUrl } = template.value;
    if (changedOf(body) && !(readsContent && usesBody)) return true;
    if (changedOf(stamp) && !(readsContent && usesTimestamp)) return true;
    if (changedOf(url) && !(readsContent && usesUrl)) return true;
    if (keyless && changedOf(key)) return true;
    if (bytes !== null && !received.mayMatch(bytes)) return true;
    const content = readsContent ? contentOf(hypothesis) : [];
    if (content === null) return true;
    effort.computed();
    const how = received.match(computation.value.compute(crypto, key.value.bytes, content), keyless);
    if (how !== null) conclude(hypothesis, how, content);
    return true;
  }

  // Many keys and algorithms are tried on one content; rendering it parses bodies and sorts forms.
  let rendered: { readonly of: Hypothesis; readonly content: readonly ContentPart[] | null } | null = null;
  let parsed: { readonly of: Hypothesis; readonly parts: RequestParts } | null = null;
  function contentOf(hypothesis: Hypothesis): readonly ContentPart[] | null {
    const { template, body, stamp, url } = hypothesis;
    const last = rendered?.of;
    if (
      rendered !== null &&
      last?.template === template &&
      last.body === body &&
      last.stamp === stamp &&
      last.url === url
    ) {
      return rendered.content;
    }
    const { content, problem } = render(template.value, partsOf(hypothesis), stamp.value.text, url.value.url);
    rendered = { of: hypothesis, content: problem === null ? content : null };
    return rendered.content;
  }

  function partsOf(hypothesis: Hypothesis): RequestParts {
    const { body, url } = hypothesis;
    if (body === base.body && url === base.url) return parts;
    if (parsed !== null && parsed.of.body === body && parsed.of.url === url) return parsed.parts;
    const { target, url: form } = url.value;
    const other = requestParts({ ...request, body: body.value, target, url: form });
    parsed = { of: hypothesis, parts: other };
    return other;
  }

  function render({ template }: SignedTemplate, of: RequestParts, timestamp: string | null, url: string | null) {
    return renderContent(template, { parts: of, signature: received.reading, timestamp, url, forbidden: {} });
  }

  function conclude(hypothesis: Hypothesis, how: readonly Change[], content: readonly ContentPart[]): void {
    const { key, body, template, stamp, url, computation } = hypothesis;
    const changes = [key, body, template, stamp, url, computation].flatMap((variant) => variant.changes).concat(how);
    if (changes.length < 2 && !changedOf(stamp)) changes.push(...moment.objections());
    const atMs = stamp.value.atMs ?? (own === null ? null : timeOf(own.raw));
    const realMs = changes.some(({ cause }) => cause === 'timestamp-unit') ? timeOf(own?.raw ?? '') : atMs;
    const skew = moment.lateness(realMs ?? atMs);
    if (skew !== null && changes.length < 2) changes.push(skew);
    const few = fewChanges(changes);
    if (few === null) return;
    const evidence = evidenceOf(computation.value.keyless ? null : key.value.secretId, few);
    const compared = comparedIn(hypothesis, few, content);
    proofs.push({ changes: few, evidence: { ...evidence, compared, recipe: rightRecipe(chosen, hypothesis, few) } });
  }

  function comparedIn(hypothesis: Hypothesis, changes: readonly Change[], content: readonly ContentPart[]) {
    const { body } = hypothesis;
    if (changedOf(body)) {
      return comparedOf('body', body.changes.map(({ note }) => note).join(', '), [request.body], [body.value]);
    }
    const change = [...hypothesis.template.changes, ...hypothesis.stamp.changes][0];
    if (change === undefined || !changes.includes(change)) return null;
    const { content: asJudged } = render(template.value, parts, stamp.value.text, url.value.url);
    const bytesOf = (parts: readonly ContentPart[]) => parts.map(({ bytes }) => bytes);
    return comparedOf('content', change.note, bytesOf(asJudged), bytesOf(content));
  }

  function single<Axis extends keyof typeof base>(axis: Axis, variants: Iterable<Hypothesis[Axis]>): void {
    for (const variant of variants) {
      if (effort.over()) return;
      for (const key of baseKeys) if (!test({ ...base, key, [axis]: variant })) return;
    }
  }

  return {
    proofs,
    few() {
      for (const key of keys) {
        if (!isUnlikely(key) && !test({ ...base, key })) return;
      }
      for (const _ of input.secrets) effort.tried('secrets');
      if (ownTemplate.usesTimestamp) single('stamp', otherStamps);
      if (ownTemplate.usesUrl) {
        single('url', otherUrls);
        for (const _ of urls) effort.tried('urlForms');
      }
      single('computation', otherComputations);
    },
    many() {
      if (sendsSecret) return;
      // Templates cost a hash each; the other bodies first have to be parsed and written again.
      if (ownTemplate.usesBody) single('body', counted(bodies.cheap(), 'bodyForms'));
      const usual = templates.filter(({ price }) => price <= USUAL_TEMPLATE);
      single('template', counted(usual, 'templates'));
      if (ownTemplate.usesBody && proofs.length === 0) cheapPairs();
      if (ownTemplate.usesBody) single('body', counted(bodies.rest(), 'bodyForms'));
      single('template', counted(templates.slice(usual.length), 'templates'));
      if (proofs.length > 0) return;
      for (const key of keys) {
        if (isUnlikely(key) && !test({ ...base, key })) return;
      }
    },
    others(which) {
      if (sendsSecret) return;
      const proof = otherRequestProof(which, {
        input,
        plan,
        received,
        timestamp: own?.raw ?? null,
        computation: computation.value,
        keys,
        crypto,
        effort,
      });
      if (proof !== null) proofs.push(proof);
    },
    pairs() {
      const pairKeys = ownKeys.slice(0, MAX_PAIR_KEYS);
      const known = bodies.known();
      const axes = [
        { axis: 'key', variants: keys.filter(changedOf) },
        { axis: 'body', variants: ownTemplate.usesBody ? known : [] },
        { axis: 'template', variants: templates },
        { axis: 'stamp', variants: otherStamps },
        { axis: 'url', variants: otherUrls },
        { axis: 'computation', variants: otherComputations },
      ];
      if (!sendsSecret && ownTemplate.usesBody) single('body', bodies.withNewline());
      pairsByPrice(
        axes,
        (pair) => {
          if ('key' in pair) return test({ ...base, ...(pair as Pick<Hypothesis, 'key'>) });
          // Each axis name is a member of a hypothesis, and each variant was taken from that member's own.
          return pairKeys.every((key) => test({ ...base, key, ...pair } as Hypothesis));
        },
        () => proofs.length > 0,
      );
    },
  };

  function* counted<Value>(
    variants: Iterable<Variant<Value>>,
    kind: 'bodyForms' | 'templates',
  ): Generator<Variant<Value>> {
    for (const variant of variants) {
      yield variant;
      effort.tried(kind);
    }
  }

  /** A few likely secrets on a few bodies: of a large body these come before forms that take long to make. */
  function cheapPairs(): void {
    for (const body of bodies.known()) {
      for (const key of likelyKeys.slice(0, MAX_LIKELY_KEYS)) if (!test({ ...base, key, body })) return;
    }
  }
}
