import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/core/failure-words.ts';
import {
  MAX_SCHEME_FILE_CHARS,
  MAX_SCHEMES_IN_FILE,
  type NamedRecipe,
  parseSchemeFile,
  serialiseSchemes,
} from '../../../src/core/signature/own-recipe-file.ts';
import { type Recipe, recipeSchema } from '../../../src/core/signature/recipe.ts';

const short = (maxLength: number) => fc.string({ minLength: 1, maxLength, unit: 'binary' });

const recipe: fc.Arbitrary<Recipe> = fc
  .record(
    {
      algorithm: fc.constantFrom('hmac-sha256', 'hash-sha256', 'token', 'ed25519'),
      signature: fc.record(
        {
          in: fc.constantFrom('json', 'form'),
          names: fc.array(short(20), { minLength: 1, maxLength: 3 }),
          separator: short(10),
          prefix: short(20),
          encoding: fc.constantFrom('hex', 'base64', 'base64url'),
        },
        { requiredKeys: ['in', 'names'] },
      ),
      signed: fc.constantFrom('{body}', '{ts}.{body}', '“{h?:x-id|.|,}”\n{body}'),
      timestamp: fc.record({ in: fc.constant('json'), name: short(20), toleranceSeconds: fc.option(fc.nat(1000)) }),
      secret: fc.record({ encoding: fc.constantFrom('utf8', 'base64') }),
      forbidden: fc.dictionary(short(10), short(10)),
    },
    { requiredKeys: ['algorithm', 'signature'] },
  )
  .map((input) => recipeSchema.parse(input));

const named: fc.Arbitrary<NamedRecipe> = fc.record({
  name: short(50).filter((name) => name.trim() !== ''),
  recipe,
});

const acme = recipeSchema.parse({ algorithm: 'hmac-sha256', signature: { names: ['X-Acme'] } });
const good = { hookproof: 'scheme', version: 1, name: 'Acme', recipe: acme };

function problem(file: unknown): string {
  const parsed = parseSchemeFile(typeof file === 'string' ? file : JSON.stringify(file));
  if (parsed.ok) throw new Error('it was taken');
  return explain(parsed.failure).title;
}

describe('a file of schemes', () => {
  it('comes back as it was written, one scheme or several', () => {
    fc.assert(
      fc.property(fc.array(named, { minLength: 1, maxLength: 4 }), (schemes) => {
        expect(parseSchemeFile(serialiseSchemes(schemes))).toEqual({ ok: true, value: schemes });
      }),
    );
  });

  it('is one object for one scheme, without its id', () => {
    const scheme = { id: 'own-1', name: 'Acme', recipe: acme };
    expect(JSON.parse(serialiseSchemes([scheme]))).toEqual(good);
    expect(JSON.parse(serialiseSchemes([scheme, scheme]))).toEqual({
      hookproof: 'schemes',
      version: 1,
      schemes: [
        { name: 'Acme', recipe: acme },
        { name: 'Acme', recipe: acme },
      ],
    });
  });

  it('may leave out what has a default', () => {
    const file = { ...good, recipe: { algorithm: 'hmac-sha256', signature: { names: ['X-Acme'] } } };
    expect(parseSchemeFile(JSON.stringify(file))).toEqual({ ok: true, value: [{ name: 'Acme', recipe: acme }] });
  });

  it.each<[unknown, string]>([
    ['', 'it is not JSON'],
    ['{"hookproof": "scheme",}', '(line 1, column '],
    ['['.repeat(100), 'it is not JSON'],
    [null, 'it is not a file of Hookproof schemes'],
    [[good], 'it is not a file of Hookproof schemes'],
    [{ ...good, hookproof: 'collection' }, 'it is not a file of Hookproof schemes'],
    [{ ...good, version: 2 }, 'it was written by a newer Hookproof (format 2, this one knows 1)'],
    [{ ...good, version: '1' }, 'version is not 1'],
    [{ ...good, name: ' ' }, 'name is empty'],
    [{ ...good, name: 'x'.repeat(1001) }, 'name is over 1000 characters'],
    [{ ...good, id: 'own-1' }, 'it has the unknown key “id”'],
    [{ hookproof: 'scheme', version: 1, name: 'Acme' }, 'recipe is missing'],
    [{ ...good, recipe: { ...acme, singed: '{body}' } }, 'recipe has the unknown key “singed”'],
    [{ ...good, recipe: { ...acme, ['k'.repeat(1e5)]: 1 } }, `“${'k'.repeat(60)}…”`],
    [{ ...good, recipe: { ...acme, algorithm: 'md5' } }, 'recipe.algorithm is not a known algorithm'],
    [{ ...good, recipe: { ...acme, signature: { names: [7] } } }, 'recipe.signature.names.0 is not text'],
    [{ ...good, recipe: { ...acme, signature: 'X-Acme' } }, 'recipe.signature is not an object'],
    [{ ...good, recipe: { ...acme, signed: '{boddy}' } }, 'recipe.signed has the unknown token “{boddy}”'],
    [{ hookproof: 'schemes', version: 1, schemes: [] }, 'schemes holds no scheme'],
    [
      { hookproof: 'schemes', version: 1, schemes: [{ name: 'A', recipe: acme }, { name: 'B' }] },
      'schemes.1.recipe is missing',
    ],
    [
      { hookproof: 'schemes', version: 1, schemes: Array.from({ length: MAX_SCHEMES_IN_FILE + 1 }, () => 0) },
      'schemes holds over 1000 schemes',
    ],
    [' '.repeat(MAX_SCHEME_FILE_CHARS + 1), 'it is larger than 4 MiB'],
  ])('%.80j is refused in words', (file, words) => {
    expect(problem(file)).toContain(words);
  });

  it('is answered in words whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((recipe) => ({ ...good, recipe })),
        ),
        (file) => {
          expect(problem(file)).toMatch(/^The file was not imported: \S.*\.$/s);
        },
      ),
    );
  });
});
