import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Recipe, type RecipeInput, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { blankForm, formOf, recipeOf } from '../../../src/renderer/src/features/schemes/recipe-form.ts';

const text = (maxLength: number) => fc.string({ minLength: 1, maxLength });
const header = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
const seconds = fc.double({ min: 0, max: 31_536_000, noNaN: true });
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [key]: given }));

const signature = fc
  .tuple(
    fc.oneof(
      fc.record({ in: fc.constant('header' as const), names: fc.array(header, { minLength: 1, maxLength: 3 }) }),
      fc.record({
        in: fc.constantFrom('json' as const, 'form' as const),
        names: fc.array(text(20), { minLength: 1, maxLength: 3 }),
      }),
    ),
    fc.record({ encoding: fc.constantFrom('hex' as const, 'base64' as const, 'base64url' as const) }),
    optional('separator', text(10)),
    fc.option(fc.record({ assign: text(10), version: text(20) }), { nil: {} }),
    optional('positional', text(20)),
    optional('prefix', text(20)),
  )
  .map((parts) => Object.assign({}, ...parts));

const timestamp = fc
  .tuple(
    fc.record({
      in: fc.constantFrom('header', 'signature', 'json'),
      name: text(20),
      unit: fc.constantFrom('s', 'ms', 'iso', 'http-date'),
      toleranceSeconds: fc.option(seconds),
    }),
    optional('futureSeconds', fc.option(seconds)),
  )
  .map((parts) => Object.assign({}, ...parts));

const secret = fc
  .tuple(
    fc.record({ encoding: fc.constantFrom('utf8', 'hex', 'base64') }),
    optional('strip', fc.array(text(10), { minLength: 1, maxLength: 3 })),
    optional('normalize', fc.constant('NFKD')),
    optional('hash', fc.constantFrom('sha1', 'sha256')),
  )
  .map((parts) => Object.assign({}, ...parts));

const recipes: fc.Arbitrary<Recipe> = fc
  .tuple(
    fc.record({
      algorithm: fc.constantFrom<Recipe['algorithm']>('hmac-sha256', 'hmac-sha1', 'hash-sha256', 'token', 'ed25519'),
      signature,
      signed: fc.constantFrom('{body}', '{ts}.{body}', 'v0:{ts}:{body}', '{method}\n{path}\n{h?:x-id|.|,}{body}'),
    }),
    optional('timestamp', timestamp),
    optional('secret', secret),
    optional('forbidden', fc.constant({ 'x-id': '.' })),
  )
  .map((parts) => recipeSchema.parse(Object.assign({}, ...parts)));

/** A `secret` that says only what holds without it is the same recipe. */
function withoutDefaults({ secret: rule, ...recipe }: Recipe): Recipe {
  return rule === undefined || (rule.encoding === 'utf8' && Object.keys(rule).length === 1)
    ? recipe
    : { ...recipe, secret: rule };
}

const parsed = (input: RecipeInput): Recipe => recipeSchema.parse(input);

describe('a recipe in the form', () => {
  it('comes out as it went in, whatever it says', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const form = formOf({ name: 'Acme', recipe });
        expect(parsed(recipeOf(form))).toEqual(withoutDefaults(recipe));
      }),
    );
  });

  it('keeps what another format would use, and leaves it out', () => {
    const recipe = parsed({
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Acme-Signature'], prefix: 'v1=', encoding: 'base64' },
    });
    const form = formOf({ name: 'Acme', recipe });
    expect(parsed(recipeOf({ ...form, format: 'list' })).signature).toEqual({
      in: 'header',
      names: ['X-Acme-Signature'],
      encoding: 'base64',
      separator: ',',
      assign: '=',
      version: 'v1',
      prefix: 'v1=',
    });
    expect(parsed(recipeOf({ ...form, format: 'whole' })).signature.prefix).toBeUndefined();
    expect(parsed(recipeOf(form))).toEqual(recipe);
  });

  it('is empty where nothing was filled in, and then the schema says so', () => {
    expect(recipeSchema.safeParse(recipeOf(blankForm)).success).toBe(false);
    expect(recipeSchema.safeParse(recipeOf({ ...blankForm, names: ['X-Signature'] })).success).toBe(true);
  });

  it('takes an empty tolerance for no window, and never a word for 0', () => {
    const form = { ...blankForm, names: ['X-Signature'], hasTimestamp: true, timestampName: 'X-Time' };
    expect(recipeOf({ ...form, tolerance: ' ' }).timestamp?.toleranceSeconds).toBeNull();
    expect(recipeSchema.safeParse(recipeOf({ ...form, tolerance: 'five' })).success).toBe(false);
    expect(recipeSchema.safeParse(recipeOf({ ...form, futureRule: 'limit', future: '' })).success).toBe(false);
  });
});
