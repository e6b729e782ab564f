import { expect, it } from 'vitest';
import { explain } from '../../../src/core/failure-words.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { codeLanguages } from '../../../src/core/verification-code/code-language.ts';
import { commentText } from '../../../src/core/verification-code/code-plan.ts';
import { verificationCode } from '../../../src/core/verification-code/verification-code.ts';
import { scheme } from '../../support/signing.ts';

it('is refused for a scheme in code, with where to look instead', () => {
  for (const language of codeLanguages) {
    const code = verificationCode(scheme('paypal'), language);
    if (code.ok) throw new Error('there is no code for it');
    expect(code.failure).toMatchObject({ code: 'no-verification-code', scheme: 'paypal' });
    expect(explain(code.failure).hint).toContain(scheme('paypal').info.docs);
  }
});

it('is refused in Java where JSON has to be read, and in every language for a sorted form', () => {
  const recipe = { algorithm: 'hmac-sha256', signature: { names: ['x-sig'] } };
  const json = userScheme({ ...recipe, signed: '{json:id}{body}' });
  const form = userScheme({ ...recipe, signed: '{form*}' });
  const again = userScheme({ ...recipe, signed: '{body.json}' });
  if (!json.ok || !form.ok || !again.ok) throw new Error('they are recipes');
  const written = (one: typeof json.value) => codeLanguages.filter((language) => verificationCode(one, language).ok);
  expect(written(json.value)).toEqual(['node', 'python', 'ruby', 'go', 'php']);
  expect(written(form.value)).toEqual([]);
  expect(written(again.value)).toEqual([]);
});

it('never holds a secret, and names an environment variable for it', () => {
  for (const one of schemes) {
    for (const language of codeLanguages) {
      const code = verificationCode(one, language);
      if (code.ok) expect(code.value.text).toMatch(/[A-Z][A-Z0-9_]*_WEBHOOK_SECRET/);
    }
  }
});

it('writes names in comments as one line that leaves no comment', () => {
  expect(commentText('a\nb\u2028c\\u000a?> */ \u202e')).toBe('a b c/u000a? > * /');
});
