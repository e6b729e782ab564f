import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import type { Recipe, RecipeInput } from '../../../../core/signature/recipe.ts';

type SignatureRule = Recipe['signature'];
type TimestampRule = NonNullable<Recipe['timestamp']>;
type SecretRule = NonNullable<Recipe['secret']>;

/**
 * A recipe as it stands in the form: everything a text or a choice, and what is switched off still remembered. Empty text is
 * "not given" wherever the recipe may leave it out.
 */
export interface RecipeForm {
  readonly name: string;
  readonly algorithm: Recipe['algorithm'];
  readonly place: SignatureRule['in'];
  readonly names: readonly string[];
  /** `list`: items apart by `separator`, each `version` + `assign` + signature. */
  readonly format: 'whole' | 'prefix' | 'list';
  readonly prefix: string;
  readonly separator: string;
  readonly assign: string;
  readonly version: string;
  readonly positional: string;
  readonly encoding: SignatureRule['encoding'];
  readonly signed: string;
  readonly hasTimestamp: boolean;
  readonly timestampIn: TimestampRule['in'];
  readonly timestampName: string;
  readonly unit: TimestampRule['unit'];
  /** Seconds; empty: no window. */
  readonly tolerance: string;
  readonly futureRule: 'same' | 'any' | 'limit';
  /** Seconds, for `limit`. */
  readonly future: string;
  readonly strip: readonly string[];
  readonly keyEncoding: SecretRule['encoding'];
  readonly keyHash: 'none' | NonNullable<SecretRule['hash']>;
  readonly normalize: boolean;
  /** Has no field of its own: a recipe that came with it keeps it. */
  readonly forbidden: Recipe['forbidden'];
}

/** What most senders do: the hex HMAC-SHA256 of the body in a header. */
export const blankForm: RecipeForm = {
  name: '',
  algorithm: 'hmac-sha256',
  place: 'header',
  names: [''],
  format: 'whole',
  prefix: 'sha256=',
  separator: ',',
  assign: '=',
  version: 'v1',
  positional: '',
  encoding: 'hex',
  signed: '{body}',
  hasTimestamp: false,
  timestampIn: 'header',
  timestampName: '',
  unit: 's',
  tolerance: '300',
  futureRule: 'same',
  future: '',
  strip: [],
  keyEncoding: 'utf8',
  keyHash: 'none',
  normalize: false,
  forbidden: undefined,
};

export function formOf({ name, recipe }: Pick<OwnRecipe, 'name' | 'recipe'>): RecipeForm {
  const { algorithm, signature, signed, timestamp, secret, forbidden } = recipe;
  const isList =
    signature.separator !== undefined || signature.assign !== undefined || signature.positional !== undefined;
  const format = isList ? 'list' : signature.prefix === undefined ? 'whole' : 'prefix';
  return {
    ...blankForm,
    name,
    algorithm,
    place: signature.in,
    names: signature.names,
    format,
    encoding: signature.encoding,
    // What the shown format does not use keeps the usual values, for when the user turns to another format.
    ...(format === 'prefix' ? { prefix: signature.prefix ?? '' } : {}),
    ...(format === 'list'
      ? {
          prefix: signature.prefix ?? '',
          separator: signature.separator ?? '',
          assign: signature.assign ?? '',
          version: signature.version ?? '',
          positional: signature.positional ?? '',
        }
      : {}),
    signed,
    ...(timestamp === undefined ? {} : timestampFields(timestamp)),
    strip: secret?.strip ?? [],
    keyEncoding: secret?.encoding ?? 'utf8',
    keyHash: secret?.hash ?? 'none',
    normalize: secret?.normalize !== undefined,
    forbidden,
  };
}

function timestampFields(rule: TimestampRule): Partial<RecipeForm> {
  const { futureSeconds } = rule;
  return {
    hasTimestamp: true,
    timestampIn: rule.in,
    timestampName: rule.name,
    unit: rule.unit,
    tolerance: rule.toleranceSeconds === null ? '' : String(rule.toleranceSeconds),
    futureRule: futureSeconds === undefined ? 'same' : futureSeconds === null ? 'any' : 'limit',
    future: typeof futureSeconds === 'number' ? String(futureSeconds) : '',
  };
}

/** The secret itself is sent, and nothing is signed. */
export function sendsSecret(algorithm: Recipe['algorithm']): boolean {
  return algorithm === 'token' || algorithm === 'basic';
}

/** As the engine takes it; whether it is valid is for `recipeSchema` to say. */
export function recipeOf(form: RecipeForm): RecipeInput {
  const { algorithm, forbidden } = form;
  const secret = secretOf(form);
  return {
    algorithm,
    signature: { in: form.place, names: [...form.names], encoding: form.encoding, ...formatOf(form) },
    signed: form.signed,
    ...(form.hasTimestamp ? { timestamp: timestampOf(form) } : {}),
    ...(secret === null ? {} : { secret }),
    ...(forbidden === undefined ? {} : { forbidden }),
  };
}

function formatOf(form: RecipeForm): Partial<RecipeInput['signature']> {
  if (form.format === 'whole') return {};
  // An empty prefix is passed on in this format, which is about nothing else: the schema then asks for one.
  if (form.format === 'prefix') return { prefix: form.prefix };
  const { prefix, separator, assign, version, positional } = form;
  return {
    ...(separator === '' ? {} : { separator }),
    ...(assign === '' ? {} : { assign }),
    ...(version === '' ? {} : { version }),
    ...(positional === '' ? {} : { positional }),
    ...(prefix === '' ? {} : { prefix }),
  };
}

function timestampOf(form: RecipeForm): NonNullable<RecipeInput['timestamp']> {
  const { futureRule } = form;
  return {
    in: form.timestampIn,
    name: form.timestampName,
    unit: form.unit,
    toleranceSeconds: form.tolerance.trim() === '' ? null : secondsOf(form.tolerance),
    ...(futureRule === 'same' ? {} : { futureSeconds: futureRule === 'any' ? null : secondsOf(form.future) }),
  };
}

/** NaN for what is no number: the schema says so. `Number('')` would be 0. */
function secondsOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function secretOf(form: RecipeForm): NonNullable<RecipeInput['secret']> | null {
  const { strip, keyEncoding, keyHash, normalize } = form;
  if (strip.length === 0 && keyEncoding === 'utf8' && keyHash === 'none' && !normalize) return null;
  return {
    encoding: keyEncoding,
    ...(strip.length === 0 ? {} : { strip: [...strip] }),
    ...(normalize ? { normalize: 'NFKD' } : {}),
    ...(keyHash === 'none' ? {} : { hash: keyHash }),
  };
}
