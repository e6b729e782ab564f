import { describe, expect, it } from 'vitest';
import { contentWords } from '../../../src/core/signature/content-words.ts';
import { type RecipeInput, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { parseTemplate } from '../../../src/core/signature/template.ts';
import { adviceOn } from '../../../src/renderer/src/features/schemes/advice.ts';
import { contentPresets } from '../../../src/renderer/src/features/schemes/presets.ts';
import { rareTokens, usualTokens } from '../../../src/renderer/src/features/schemes/token-help.ts';

function words(text: string): string {
  const template = parseTemplate(text);
  if (!template.ok) throw new Error(`${text} ${template.failure}`);
  return contentWords(template.value);
}

describe('the signed content in words', () => {
  it('names every part in order', () => {
    expect(words('{ts}.{body}')).toBe('the timestamp, a dot, the body');
    expect(words('v0:{ts}:{body}')).toBe('“v0:”, the timestamp, a colon, the body');
    expect(words('{method}\n{url}')).toBe('the method, a line break, the public URL');
    expect(words('{h:X-Id}{sig:n}{q:a}{json:b.0}{form:c}')).toBe(
      'the header “X-Id”, the item “n” of the signature, the query parameter “a”, the JSON value “b.0”, the form field “c”',
    );
    expect(words('{h?:X-Id|id:|;|l}{body}')).toBe(
      '“id:” with the header “X-Id” in lower case with a semicolon if it is there, the body',
    );
  });

  it('has words for every token and preset that the screen offers', () => {
    for (const { text, fill } of [...usualTokens, ...rareTokens]) {
      expect(words(text)).toMatch(/^the |^all /);
      if (fill !== undefined) expect(text).toContain(`:${fill}}`);
    }
    for (const { signed } of contentPresets) expect(words(signed)).not.toBe('');
  });
});

describe('advice on a recipe', () => {
  const header = { names: ['X-Sig'] };
  const timestamp = { in: 'header', name: 'X-Time', toleranceSeconds: 300 } as const;
  const kinds = (input: RecipeInput) => adviceOn(recipeSchema.parse(input)).map(({ kind }) => kind);
  const first = (input: RecipeInput) => adviceOn(recipeSchema.parse(input))[0];

  it('is silent on a sound one', () => {
    expect(kinds({ algorithm: 'hmac-sha256', signature: header })).toEqual([]);
    expect(kinds({ algorithm: 'hmac-sha256', signature: header, signed: '{ts}.{body}', timestamp })).toEqual([]);
    // The header that carries it is signed by its name.
    expect(kinds({ algorithm: 'hmac-sha256', signature: header, signed: '{h:x-time}{body}', timestamp })).toEqual([]);
  });

  it('says what can never pass, with the change that mends it', () => {
    const noTimestamp = first({ algorithm: 'hmac-sha256', signature: header, signed: '{ts}.{body}' });
    expect(noTimestamp).toMatchObject({ kind: 'never', fix: { patch: { hasTimestamp: true } } });
    const noList = first({
      algorithm: 'hmac-sha256',
      signature: header,
      signed: '{ts}{body}',
      timestamp: { ...timestamp, in: 'signature' },
    });
    expect(noList).toMatchObject({ kind: 'never', fix: { patch: { format: 'list' } } });
    expect(kinds({ algorithm: 'hmac-sha256', signature: header, signed: '{sig:n}{body}' })).toEqual(['never']);
  });

  it('says what passes and should not', () => {
    expect(kinds({ algorithm: 'hmac-sha256', signature: header, timestamp })).toEqual(['weak']);
    expect(kinds({ algorithm: 'hmac-sha256', signature: header, signed: '{path}' })).toEqual(['weak']);
    expect(kinds({ algorithm: 'hash-sha256', signature: header })).toEqual(['weak']);
    expect(kinds({ algorithm: 'token', signature: header })).toEqual(['weak']);
  });

  it('says that a signature in the body has to be pinned', () => {
    expect(kinds({ algorithm: 'hmac-sha256', signature: { in: 'json', names: ['sig'] } })).toEqual(['note']);
  });
});
