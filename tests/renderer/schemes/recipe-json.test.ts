import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../../src/core/signature/recipe.ts';
import { blankForm, formOf, type RecipeForm } from '../../../src/renderer/src/features/schemes/recipe-form.ts';
import { readRecipeJson, recipeJsonOf } from '../../../src/renderer/src/features/schemes/recipe-json.ts';
import { schemeFileName } from '../../../src/renderer/src/features/schemes/scheme-files.ts';

const form: RecipeForm = {
  ...blankForm,
  name: 'Acme',
  names: ['X-Acme-Signature'],
  format: 'prefix',
  prefix: 'v1=',
  hasTimestamp: true,
  timestampName: 'X-Acme-Timestamp',
};

const problems = (text: string) => readRecipeJson(text).problems.map(({ path, problem }) => `${path} ${problem}`);

describe('a recipe as JSON', () => {
  it('says what the form says, and comes back as the same form', () => {
    const { recipe, problems } = readRecipeJson(recipeJsonOf(form));
    expect(problems).toEqual([]);
    if (recipe === null) throw new Error('it is a recipe');
    const back = formOf({ name: 'Acme', recipe });
    expect(back).toEqual(form);
    expect(recipeJsonOf(back)).toBe(recipeJsonOf(form));
  });

  it('keeps what was typed instead of a number, which would otherwise become “any age”', () => {
    const typed = recipeJsonOf({ ...form, tolerance: '5 min', futureRule: 'limit', future: '' });
    expect(JSON.parse(typed).timestamp).toMatchObject({ toleranceSeconds: '5 min', futureSeconds: '' });
    expect(problems(typed)).toEqual([
      'timestamp.toleranceSeconds is not a number of seconds',
      'timestamp.futureSeconds is not a number of seconds',
    ]);
  });

  it('is told where it is wrong', () => {
    expect(problems('{\n  "algorithm": \n}')).toEqual([expect.stringMatching(/^line 3, column 1 is not JSON: /)]);
    expect(problems('[]')).toEqual([' is not an object']);
    const recipe = recipeSchema.parse({ algorithm: 'token', signature: { names: ['X-Token'] } });
    expect(problems(JSON.stringify({ ...recipe, singed: '' }))).toEqual([' has the unknown key “singed”']);
    expect(problems(JSON.stringify({ algorithm: 'token', signature: { names: ['X', 'a b'], in: 'body' } }))).toEqual([
      'signature.in is not header, json or form',
    ]);
    expect(problems(recipeJsonOf(blankForm))).toEqual([
      'signature.names.0 is empty',
      expect.stringMatching(/^signature\.names has a name that is not a header name/),
    ]);
  });
});

describe('the file name of a scheme', () => {
  it.each([
    ['Acme', 'Acme.hookproof-scheme.json'],
    ['Acme / EU', 'Acme - EU.hookproof-scheme.json'],
    ['..\\..\\evil\u202e.exe', '-..-evil.exe.hookproof-scheme.json'],
    ['x'.repeat(500), `${'x'.repeat(60)}.hookproof-scheme.json`],
    ['con', '_con.hookproof-scheme.json'],
    ['...', 'hookproof-scheme.json'],
  ])('of %.20j is %.40j', (name, file) => {
    expect(schemeFileName(name)).toBe(file);
  });
});
