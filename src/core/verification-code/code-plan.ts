import { latin1Text, utf8Bytes } from '../bytes.ts';
import { isOwnScheme } from '../signature/own-recipe.ts';
import { type Recipe, recipeSchema } from '../signature/recipe.ts';
import type { Scheme } from '../signature/scheme.ts';
import { parseTemplate, type Template, type TemplateToken } from '../signature/template.ts';

/** Something a recipe can ask for that not every language's standard library has. */
export type Feature = 'json' | 'query';

/** A name of the generated code as its words, for each language to join in its own way. */
export type Name = readonly string[];

/** A value of the request that has to be at hand before the signed content can be put together. */
export interface Input {
  readonly name: Name;
  readonly from: 'header' | 'query' | 'json' | 'field';
  /** The header in lower case, the parameter, the dotted path, or the field of the signature header. */
  readonly key: string;
  /** Left out with what surrounds it when absent; otherwise its absence is a failure. */
  readonly optional: boolean;
  /** Like the value: text for JSON, a byte string for everything else. */
  readonly before: string;
  readonly after: string;
  readonly lowerCase: boolean;
  /** Text that must not stand in it; null: any may. */
  readonly forbidden: string | null;
}

/** A stretch of the signed content. Text holds literals and variables, all to be written in one encoding. */
export type Chunk =
  | { readonly kind: 'body' }
  | { readonly kind: 'secret' }
  | { readonly kind: 'text'; readonly encoding: 'latin1' | 'utf8'; readonly pieces: readonly (string | Name)[] };

/** Where the signatures stand and how each is written. */
export interface SignaturePlan {
  readonly in: 'header' | 'json';
  /** Header names in lower case, or dotted paths. `numbered`: the one name stands for itself with 1 to 100 after it. */
  readonly names: readonly string[];
  readonly numbered: boolean;
  /** null: the value is one signature. */
  readonly list: {
    /** null: one item. */
    readonly separator: string | null;
    /** The first item is this field. */
    readonly positional: string | null;
    /** Between the name and the value of an item, and the name that signatures have; null: every item is a signature. */
    readonly named: { readonly assign: string; readonly version: string } | null;
  } | null;
  /** In front of a signature. */
  readonly prefix: { readonly text: string; readonly required: boolean } | null;
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** What makes a received signature one that can be compared as text with the expected one. */
  readonly compare: 'lower-case' | 'without-padding' | 'as-it-is';
}

/** Whether a list has items that are no signatures. */
export function hasFields({ list }: SignaturePlan): boolean {
  return list !== null && (list.named !== null || list.positional !== null);
}

/** Whether some input may be empty, unlike a header: then it is taken as it stands. */
export function takesVerbatim(plan: CodePlan): boolean {
  return plan.inputs.some(({ from, optional }) => from !== 'header' && !optional);
}

/** What the code of a scheme has to do, in whatever language. Every text of a recipe in it is well-formed Unicode. */
export interface CodePlan {
  /** The scheme's name, for comments: one line, nothing that could end a comment or leave it. */
  readonly title: string;
  readonly docs: string | null;
  /** The one thing to mind, for a comment. */
  readonly trap: string;
  /** Words of the scheme's id, for names of files, paths and variables: letters and digits, the first one a letter. */
  readonly id: Name;
  readonly algorithm:
    | { readonly kind: 'hmac' | 'hash'; readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' }
    | { readonly kind: 'token' | 'basic' | 'ed25519' };
  readonly signature: SignaturePlan;
  readonly timestamp: (NonNullable<Recipe['timestamp']> & { readonly futureSeconds: number | null }) | null;
  readonly inputs: readonly Input[];
  readonly content: readonly Chunk[];
  /** What `verify` has to be given beside headers, body and secrets. */
  readonly takes: { readonly url: boolean; readonly method: boolean };
  /** Whether the URL's path is a part of the content, as the variable `path`. */
  readonly signsPath: boolean;
  readonly secret: NonNullable<Recipe['secret']>;
  readonly needs: ReadonlySet<Feature>;
}

/**
 * null: the scheme is not written as data, or it signs form fields or a body that is serialised again. Of several header names
 * the preferred ones count.
 */
export function codePlan(scheme: Scheme): CodePlan | null {
  const [input] = scheme.recipes ?? [];
  if (input === undefined) return null;
  const recipe = recipeSchema.parse(wellFormed(input));
  const template = parseTemplate(recipe.signed);
  if (!template.ok) throw new TypeError(`not a template: it ${template.failure}`);
  return planOf(scheme, recipe, recipe.algorithm === 'token' || recipe.algorithm === 'basic' ? [] : template.value);
}

function planOf(scheme: Scheme, recipe: Recipe, template: Template): CodePlan | null {
  const { signature, timestamp } = recipe;
  if (signature.in === 'form') return null;
  const needs = new Set<Feature>();
  if (signature.in === 'json' || timestamp?.in === 'json') needs.add('json');
  const inputs: Input[] = [];
  const chunks: Chunk[] = [];
  const append = (encoding: 'latin1' | 'utf8', piece: string | Name) => {
    const last = chunks.at(-1);
    // ASCII is the same in both, so it joins what stands before it.
    const fits = last?.kind === 'text' && (last.encoding === encoding || (typeof piece === 'string' && isAscii(piece)));
    if (fits) chunks[chunks.length - 1] = { ...last, pieces: [...last.pieces, piece] };
    else chunks.push({ kind: 'text', encoding, pieces: [piece] });
  };
  const literal = (text: string) => {
    if (text !== '') append(isAscii(text) ? 'latin1' : 'utf8', text);
  };
  for (const token of template) {
    switch (token.kind) {
      case 'literal':
        literal(token.text);
        break;
      case 'body':
      case 'secret':
        chunks.push({ kind: token.kind });
        break;
      case 'timestamp':
        append('latin1', ['timestamp']);
        break;
      case 'url':
        append('utf8', ['url']);
        break;
      case 'method':
        append('latin1', ['method']);
        break;
      case 'path':
        append('latin1', ['path']);
        break;
      case 'body-json':
      case 'form-sorted':
      case 'form':
        // No writer has these: without them the content would be another, so there is no plan at all.
        return null;
      case 'field':
      case 'header':
      case 'query':
      case 'json': {
        if (token.kind === 'json' || token.kind === 'query') needs.add(token.kind);
        const found = inputOf(token.kind, token, inputs, recipe.forbidden ?? {});
        if (!inputs.includes(found)) inputs.push(found);
        append(token.kind === 'json' ? 'utf8' : 'latin1', found.name);
      }
    }
  }
  const has = (kind: TemplateToken['kind']) => template.some((token) => token.kind === kind);
  return {
    title: commentText(scheme.name) || commentText(scheme.id),
    docs: scheme.info.docs === null ? null : commentText(scheme.info.docs),
    trap: commentText(
      scheme.info.notes[0] ?? 'Verify the bytes as received: a body that was parsed and written again differs.',
    ),
    id: idWords(scheme.id),
    algorithm: algorithmOf(recipe.algorithm),
    signature: signatureOf(recipe, has('field')),
    timestamp:
      timestamp === undefined
        ? null
        : {
            ...timestamp,
            name: lowerCaseIn(timestamp.in, timestamp.name),
            futureSeconds: timestamp.futureSeconds === undefined ? timestamp.toleranceSeconds : timestamp.futureSeconds,
          },
    inputs,
    content: chunks,
    takes: { url: has('url') || has('path') || has('query'), method: has('method') },
    signsPath: has('path'),
    secret: recipe.secret ?? { encoding: 'utf8' },
    needs,
  };
}

function signatureOf({ signature, timestamp, algorithm }: Recipe, signsFields: boolean): SignaturePlan {
  const { names, separator, assign, version, positional, prefix, encoding } = signature;
  const where = signature.in === 'json' ? 'json' : 'header';
  const [first = ''] = names;
  const numbered = first.endsWith('{n}');
  const named = assign === undefined || version === undefined ? null : { assign, version };
  const isList = separator !== undefined || positional !== undefined || named !== null;
  const hasFields = timestamp?.in === 'signature' || signsFields;
  // `sha256=…` and nothing else in the header is no list but a prefix.
  const isPrefix =
    named !== null &&
    !named.version.includes(named.assign) &&
    separator === undefined &&
    positional === undefined &&
    prefix === undefined &&
    !hasFields;
  const written = isPrefix ? named.version + named.assign : prefix;
  return {
    in: where,
    names: numbered ? [first.slice(0, -'{n}'.length).toLowerCase()] : names.map((name) => lowerCaseIn(where, name)),
    numbered,
    list: isList && !isPrefix ? { separator: separator ?? null, positional: positional ?? null, named } : null,
    prefix: written === undefined ? null : { text: written, required: isPrefix },
    encoding,
    compare:
      algorithm === 'token'
        ? 'as-it-is'
        : encoding === 'hex'
          ? 'lower-case'
          : encoding === 'base64url'
            ? 'without-padding'
            : 'as-it-is',
  };
}

function lowerCaseIn(where: string, name: string): string {
  return where === 'header' ? name.toLowerCase() : name;
}

function algorithmOf(name: Recipe['algorithm']): CodePlan['algorithm'] {
  switch (name) {
    case 'hmac-sha1':
      return { kind: 'hmac', hash: 'sha1' };
    case 'hmac-sha256':
      return { kind: 'hmac', hash: 'sha256' };
    case 'hmac-sha384':
      return { kind: 'hmac', hash: 'sha384' };
    case 'hmac-sha512':
      return { kind: 'hmac', hash: 'sha512' };
    case 'hash-sha256':
      return { kind: 'hash', hash: 'sha256' };
    case 'token':
    case 'basic':
    case 'ed25519':
      return { kind: name };
  }
}

type InputToken = Extract<TemplateToken, { name: string }>;

function inputOf(
  from: Input['from'],
  token: InputToken,
  known: readonly Input[],
  forbidden: Readonly<Record<string, string>>,
): Input {
  const key = from === 'header' ? token.name.toLowerCase() : token.name;
  const shape = token.kind === 'field' ? { optional: false, before: '', after: '', lowerCase: false } : token;
  const { optional, lowerCase } = shape;
  // What surrounds a byte string is put together with it, so its UTF-8 has to be one as well.
  const around = (text: string) => (from === 'json' ? text : latin1Text(utf8Bytes(text)));
  const [before, after] = [around(shape.before), around(shape.after)];
  const same = known.find(
    (input) =>
      input.from === from &&
      input.key === key &&
      input.optional === optional &&
      input.before === before &&
      input.after === after &&
      input.lowerCase === lowerCase,
  );
  if (same !== undefined) return same;
  const words = wordsOf(token.kind === 'json' ? (token.name.split('.').at(-1) ?? '') : token.name);
  const taken = (name: Name) =>
    OWN_NAMES.has(name.join('')) || known.some((input) => input.name.join('') === name.join(''));
  // One word alone could be a keyword ("class"), and two names can come to the same words.
  const name = words.length < 2 ? [...(words.length === 0 ? ['part'] : words), 'value'] : words;
  const free = taken(name) ? ['part', String(known.length + 1)] : name;
  return {
    name: free,
    from,
    key,
    optional,
    before,
    after,
    lowerCase,
    forbidden: Object.hasOwn(forbidden, token.name) ? (forbidden[token.name] ?? null) : null,
  };
}

/** What the writers call things of their own in several words, without the joints between them. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'rawbody',
  'jsonbody',
  'headervalues',
  'jsonvalues',
  'queryvalues',
  'sametext',
  'keyof',
  'isrecent',
  'publicurl',
]);

/** Lower-case words of ASCII letters and digits, beginning with a letter: fit for a name in every language. */
function wordsOf(text: string): Name {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words
    .join(' ')
    .slice(0, 40)
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  return name.length > 0 && /^[0-9]/.test(name[0] ?? '') ? ['part', ...name] : name;
}

/** A user's own scheme is named by a random id, which says nothing. */
function idWords(id: string): Name {
  return isOwnScheme(id) ? ['own'] : wordsOf(id);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/**
 * One line that no language takes for the end of a comment: line breaks of every kind are gone, `?>` (which ends PHP even
 * inside a comment) is apart, and there is no backslash (Java reads `\u000a` in a comment as a line break).
 */
export function commentText(text: string): string {
  return text
    .slice(0, 400)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('?>', '? >')
    .replaceAll('*/', '* /')
    .trim();
}

/** Lone surrogates are no text: on the wire the engine writes them as U+FFFD, and so does the generated code. */
function wellFormed<T>(value: T): T {
  // The same shape with other strings.
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.toWellFormed() : item,
  ) as T;
}
