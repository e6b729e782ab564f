import type { Plan } from '../signature/plan.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import type { Scheme } from '../signature/scheme.ts';
import { parseTemplate, type Template } from '../signature/template.ts';
import type { Variant } from './change.ts';
import type { FoundStamp } from './timestamps.ts';

/** What may have been signed, as a template. */
export interface SignedTemplate {
  /** As a recipe writes it. */
  readonly text: string;
  readonly template: Template;
  readonly usesBody: boolean;
  readonly usesTimestamp: boolean;
  readonly usesUrl: boolean;
}

const separators = ['.', '', ':', '\n', ' ', '|', ',', '-', ';', '&', '+', '_'] as const;
/** Those that providers use; the rest are tried last. */
const USUAL = 4;
const MAX_TEMPLATES = 400;

/** The scheme's own first, then what senders get wrong, the likeliest first, then what other schemes sign. */
export function templateVariants(
  plan: Plan,
  parts: RequestParts,
  found: readonly FoundStamp[],
  schemes: readonly Scheme[],
): readonly Variant<SignedTemplate>[] {
  const own = signedTemplate(plan.recipe.signed);
  const base: readonly Variant<SignedTemplate>[] = own === null ? [] : [{ value: own, changes: [], price: 0 }];
  const prices = new Map<string, number>();
  const add = (text: string, price: number) => {
    if (text === '' || text === plan.recipe.signed || prices.size >= MAX_TEMPLATES) return;
    prices.set(text, Math.min(price, prices.get(text) ?? price));
  };
  // A hash without a key has to hold the secret somewhere, so only the parts around it can be other ones.
  const isPlain = plan.recipe.algorithm === 'hash-sha256';
  for (const [text, price] of edits(plan.recipe.signed)) add(text, price);
  if (isPlain) for (const text of ['{secret}{body}', '{body}{secret}']) add(text, 1);
  else for (const [text, price] of sequences(plan, parts, found)) add(text, price);
  for (const scheme of schemes) {
    for (const { signed = '{body}', algorithm } of scheme.recipes ?? []) {
      if ((algorithm === 'hash-sha256') === isPlain) add(signed, 3);
    }
  }
  const variants: Variant<SignedTemplate>[] = [...base];
  for (const [text, price] of [...prices].sort(([, a], [, b]) => a - b)) {
    const value = signedTemplate(text);
    if (value === null) continue;
    variants.push({
      value,
      changes: [{ cause: 'content-template', note: inWords(text), evidence: {} }],
      price,
    });
  }
  return variants;
}

export function signedTemplate(text: string): SignedTemplate | null {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return null;
  const has = (...kinds: readonly string[]) => parsed.value.some(({ kind }) => kinds.includes(kind));
  return {
    text,
    template: parsed.value,
    usesBody: has('body', 'body-json', 'form', 'form-sorted', 'json'),
    usesTimestamp: has('timestamp'),
    usesUrl: has('url', 'path', 'query'),
  };
}

/** The scheme's own template with one thing changed: a part left out, two exchanged, other separators, a prefix gone. */
function* edits(signed: string): Generator<readonly [text: string, price: number]> {
  const tokens: readonly string[] = signed.match(/\{[^}]*\}|[^{]+/g) ?? [];
  const isPart = (token: string) => token.startsWith('{');
  const parts = tokens.filter(isPart);
  if (parts.length > 8) return;
  const between = tokens.slice(1, -1).some((token) => !isPart(token));
  if (!isPart(tokens[0] ?? '{')) yield [tokens.slice(1).join(''), 1];
  if (!isPart(tokens.at(-1) ?? '{')) yield [tokens.slice(0, -1).join(''), 1];
  for (const [index, separator] of separators.entries()) {
    if (parts.length > 1) yield [parts.join(separator), index < USUAL ? 1 : 2];
    if (parts.length > 1 && between) {
      const first = isPart(tokens[0] ?? '{') ? '' : (tokens[0] ?? '');
      yield [first + parts.join(separator), index < USUAL ? 2 : 3];
    }
  }
  for (const left of parts) {
    if (parts.length === 1) break;
    const rest = parts.filter((part) => part !== left);
    const at = tokens.indexOf(left);
    // With the separator behind it, or before it where it stands last.
    const end = at === tokens.length - 1;
    const around = tokens.filter(
      (token, index) => index !== at && (isPart(token) || index !== (end ? at - 1 : at + 1)),
    );
    yield [around.join(''), left === '{body}' ? 3 : 1];
    for (const separator of separators.slice(0, USUAL)) yield [rest.join(separator), left === '{body}' ? 3 : 2];
  }
  for (let i = 0; i < parts.length; i++) {
    for (let j = i + 1; j < parts.length; j++) {
      const swapped = [...tokens];
      const [a, b] = [tokens.indexOf(parts[i] ?? ''), tokens.indexOf(parts[j] ?? '')];
      swapped[a] = parts[j] ?? '';
      swapped[b] = parts[i] ?? '';
      yield [swapped.join(''), 1];
      const bare = swapped.filter(isPart);
      for (const separator of separators.slice(0, USUAL)) yield [bare.join(separator), 2];
    }
  }
}

function* sequences(
  plan: Plan,
  parts: RequestParts,
  found: readonly FoundStamp[],
): Generator<readonly [text: string, price: number]> {
  const body = '{body}';
  yield [body, 1];
  const stamps = plan.recipe.timestamp === undefined ? found.slice(0, 3).map(({ token }) => token) : ['{ts}'];
  const names = [...parts.headerNames()].filter((name) => !/[{}|]/.test(name)).slice(0, 200);
  const signatures = plan.recipe.signature.names.map((name) => name.toLowerCase());
  const named = (pattern: RegExp) => names.filter((name) => pattern.test(name) && !signatures.includes(name));
  const ids = named(/(^|[-_])(id|nonce|delivery|uuid|guid|token)$/).slice(0, 3);
  const kinds = named(/(event|topic|action|resource|type)$/)
    .filter((name) => name !== 'content-type')
    .slice(0, 2);
  const id = ids.map((name) => `{h:${name}}`);
  const event = kinds.map((name) => `{h:${name}}`);
  const lists: (readonly [readonly string[], number])[] = [];
  for (const stamp of stamps) lists.push([[stamp, body], 1], [[body, stamp], 1]);
  for (const one of [...id, ...event]) lists.push([[one, body], 2], [[body, one], 2]);
  lists.push(
    [['{url}', body], 2],
    [[body, '{url}'], 2],
    [['{path}', body], 2],
    [['{method}', '{path}', body], 2],
    [['{method}', '{url}', body], 2],
    [['{method}', body], 3],
    [[body, '{path}'], 3],
  );
  for (const stamp of stamps) {
    for (const one of id) {
      lists.push(
        [[one, stamp, body], 2],
        [[stamp, one, body], 2],
        [[body, stamp, one], 3],
        [[body, one, stamp], 3],
        [[one, body, stamp], 3],
        [[stamp, body, one], 3],
      );
    }
    lists.push(
      [['{method}', '{path}', stamp, body], 3],
      [[stamp, '{method}', '{path}', body], 3],
      [[stamp, '{path}', body], 3],
      [['{path}', stamp, body], 3],
      [['{url}', stamp, body], 3],
      [[stamp, '{url}', body], 3],
      [['{method}', '{url}', stamp, body], 3],
      [['{method}', '{path}', body, stamp], 3],
    );
    for (const version of ['v0', 'v1']) yield [`${version}:${stamp}:{body}`, 2];
    yield [stamp, 4];
  }
  for (const [index, separator] of separators.entries()) {
    for (const [list, price] of lists) {
      if (index < USUAL || price < 3) yield [list.join(separator), price + (index < USUAL ? 0 : 1)];
    }
  }
  for (const one of ['{url}', '{method}{path}', '{url}{form*}', '{form*}', '{body.json}']) yield [one, 4];
}

const tokenNames: Readonly<Record<string, string>> = {
  '{body}': 'the body',
  '{ts}': 'the timestamp',
  '{url}': 'the URL',
  '{path}': 'the path',
  '{method}': 'the method',
  '{secret}': 'the secret',
  '{form*}': 'the sorted form fields',
  '{body.json}': 'the body written as JSON again',
};

const literalNames: Readonly<Record<string, string>> = {
  '.': 'a dot',
  ':': 'a colon',
  '\n': 'a line feed',
  ' ': 'a space',
  '|': 'a bar',
  ',': 'a comma',
  '-': 'a hyphen',
  ';': 'a semicolon',
  '&': 'an ampersand',
  '+': 'a plus sign',
  _: 'an underscore',
};

/** `{ts}.{body}` as "the timestamp, a dot and the body". */
export function inWords(template: string): string {
  const pieces = (template.match(/\{[^}]*\}|[^{]+/g) ?? []).map((token) => {
    if (!token.startsWith('{')) return literalNames[token] ?? `“${token}”`;
    const [, kind = '', name = ''] = /^\{(h|sig|q|form|json)\??:([^|}]*)/.exec(token) ?? [];
    if (kind === 'h') return `the header ${name}`;
    if (kind === 'sig') return `the field “${name}” of the signature`;
    if (kind === 'q') return `the query’s “${name}”`;
    if (kind !== '') return `“${name}” of the body`;
    return tokenNames[token] ?? token;
  });
  const last = pieces.pop() ?? '';
  return pieces.length === 0 ? (template === '{body}' ? 'the body alone' : last) : `${pieces.join(', ')} and ${last}`;
}
