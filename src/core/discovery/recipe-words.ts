import { contentWords, literalWords } from '../signature/content-words.ts';
import { type Recipe, type RecipeInput, recipeSchema } from '../signature/recipe.ts';
import { parseTemplate } from '../signature/template.ts';

/** A recipe in one sentence. Throws for one that `recipeSchema` refuses. */
export function recipeWords(input: RecipeInput): string {
  const recipe = recipeSchema.parse(input);
  const clauses = [`${contentClause(recipe)}, ${placeWords(recipe)}`];
  if (!coversBody(recipe)) clauses.push('the body itself is not signed');
  if (recipe.timestamp !== undefined) clauses.push(timestampWords(recipe.timestamp));
  if (recipe.secret !== undefined) clauses.push(...secretWords(recipe.secret));
  return `${clauses.join('; ')}.`;
}

const algorithms: Readonly<Record<Recipe['algorithm'], string>> = {
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha384': 'HMAC-SHA384',
  'hmac-sha512': 'HMAC-SHA512',
  'hash-sha256': 'SHA-256',
  ed25519: 'Ed25519',
  token: 'The secret itself',
  basic: 'The secret itself as basic credentials',
};

function contentClause({ algorithm, signed }: Recipe): string {
  const name = algorithms[algorithm];
  const template = parseTemplate(signed);
  if (algorithm === 'token' || algorithm === 'basic' || !template.ok) return name;
  return `${name} over ${contentWords(template.value)}`;
}

/** Where nothing of it is covered, anybody can change it. Of tokens that goes without saying. */
function coversBody({ algorithm, signed }: Recipe): boolean {
  const template = parseTemplate(signed);
  if (algorithm === 'token' || algorithm === 'basic' || !template.ok) return true;
  return template.value.some(({ kind }) => ['body', 'body-json', 'form', 'form-sorted', 'json'].includes(kind));
}

function placeWords({ algorithm, signature }: Recipe): string {
  const { names, separator, assign, version, positional, encoding, prefix } = signature;
  const what = { header: 'the header', json: 'the JSON value', form: 'the form field' }[signature.in];
  const field = `${what} ${names.map((name) => `“${name}”`).join(' or ')}`;
  const encoded = algorithm === 'token' || algorithm === 'basic' ? '' : `in ${encoding} `;
  const list = separator === undefined ? '' : `, a list with ${literalWords(separator)} between its items`;
  const first = positional === undefined ? '' : `, whose first item is “${positional}”`;
  const after = prefix === undefined ? '' : ` after “${prefix}”`;
  const place =
    version === undefined || assign === undefined
      ? `in ${field}${after}`
      : `after “${version}${assign}” ${after === '' ? '' : `and${after} `}in ${field}`;
  return `${encoded}${place}${list}${first}`;
}

const units = { s: 'in seconds', ms: 'in milliseconds', iso: 'in ISO 8601', 'http-date': 'as an HTTP date' } as const;

function timestampWords({ in: where, name, unit, toleranceSeconds }: NonNullable<Recipe['timestamp']>): string {
  const place = { header: 'the header', signature: 'the signature’s item', json: 'the JSON value' }[where];
  const age = toleranceSeconds === null ? 'of any age' : `at most ${toleranceSeconds} s old`;
  return `the timestamp is ${place} “${name}”, ${units[unit]}, ${age}`;
}

function secretWords({ strip, encoding, normalize, hash }: NonNullable<Recipe['secret']>): readonly string[] {
  const without = strip === undefined ? '' : ` without ${strip.map((prefix) => `“${prefix}”`).join(' and ')}`;
  const form = normalize === undefined ? '' : ` in ${normalize}`;
  const decoded = encoding === 'utf8' ? '' : ` decoded from ${encoding}`;
  const of = hash === undefined ? '' : `the ${hash === 'sha1' ? 'SHA-1' : 'SHA-256'} of `;
  const key = `${of}the secret${without}${form}${decoded}`;
  return key === 'the secret' ? [] : [`the key is ${key}`];
}
