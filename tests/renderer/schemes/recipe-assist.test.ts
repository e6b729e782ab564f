import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../../src/core/signature/recipe.ts';
import { recipeAssist } from '../../../src/renderer/src/features/schemes/recipe-assist.ts';
import { schemaAt } from '../../../src/renderer/src/features/schemes/recipe-schema.ts';

function completions(marked: string) {
  const offset = marked.indexOf('|');
  return recipeAssist.complete(marked.replace('|', ''), offset);
}
const labels = (marked: string) => completions(marked).map(({ label }) => label);

/** The text after a completion was taken, its cursor marked. */
function taken(marked: string, label: string): string {
  const text = marked.replace('|', '');
  const one = completions(marked).find((each) => each.label === label);
  if (one === undefined) throw new Error(`${label} is not offered`);
  return text.slice(0, one.start) + one.insert.replace('$0', '|') + text.slice(one.end);
}

describe('completion', () => {
  it('offers the properties that are not there yet', () => {
    expect(labels('{ | }')).toEqual(['algorithm', 'signature', 'signed', 'timestamp', 'secret', 'forbidden']);
    expect(labels('{ "algorithm": "token", "| }')).not.toContain('algorithm');
    expect(labels('{ "signature": { "in": "json", | } }')).toEqual(
      expect.arrayContaining(['names', 'separator', 'assign', 'version', 'positional', 'encoding', 'prefix']),
    );
    expect(labels('{ "nothing": { | } }')).toEqual([]);
    expect(completions('{ "|')[0]).toMatchObject({ detail: 'required', help: expect.stringContaining('computed') });
  });

  it('writes a property with room for its value, and keeps one that is there', () => {
    expect(taken('{ "alg|', 'algorithm')).toBe('{ "algorithm": |');
    expect(taken('{ "alg| }', 'algorithm')).toBe('{ "algorithm": | }');
    expect(taken('{ | }', 'signature')).toBe('{ "signature": { | } }');
    expect(taken('{ "signature": { "na|" } }', 'names')).toBe('{ "signature": { "names": ["|"] } }');
    expect(taken('{ "sig|": "{body}" }', 'signed')).toBe('{ "signed"|: "{body}" }');
  });

  it('offers the values of a property', () => {
    const offered = labels('{ "algorithm": | }');
    expect(offered[0]).toBe('hmac-sha256');
    expect(offered.toSorted()).toEqual(schemaAt(['algorithm'])?.enum?.toSorted());
    expect(taken('{ "algorithm": "hm|" }', 'hmac-sha512')).toBe('{ "algorithm": "hmac-sha512"| }');
    expect(taken('{ "signature": { "encoding": "| } }', 'base64')).toBe('{ "signature": { "encoding": "base64"| } }');
    expect(labels('{ "timestamp": { "toleranceSeconds": | } }')).toEqual(['300', 'null']);
    expect(labels('{ "algorithm": "token" | }')).toEqual([]);
  });

  it('offers the tokens of the signed content inside it', () => {
    expect(labels('{ "signed": "|" }')).toEqual(expect.arrayContaining(['{body}', '{ts}', '{h:name}', '{secret}']));
    expect(taken('{ "signed": "v1.{t|" }', '{ts}')).toBe('{ "signed": "v1.{ts}|" }');
    expect(taken('{ "signed": "{ts}.|" }', '{body}')).toBe('{ "signed": "{ts}.{body}|" }');
    expect(taken('{ "signed": "{h|}" }', '{h:name}')).toBe('{ "signed": "{h:|}" }');
  });

  it('offers whole recipes where nothing is written, each a valid one', () => {
    const whole = completions('|');
    expect(whole.length).toBeGreaterThan(2);
    for (const { insert } of whole) expect(recipeAssist.problems(insert.replace('$0', ''))).toEqual([]);
  });
});

describe('explanation', () => {
  const said = (marked: string) =>
    recipeAssist.explain(marked.replace('|', ''), marked.indexOf('|'))?.paragraphs.join(' / ') ?? null;

  it('tells what a property is for, and what it is without', () => {
    expect(said('{ "al|gorithm": "token" }')).toMatch(/^algorithm \/ How the signature is computed.*Required\.$/);
    expect(said('{ "signature": { "enc|oding": "hex" } }')).toMatch(/signature\.encoding .*One of hex, base64.*"hex"/);
    expect(said('{ "unknown|": 1 }')).toBeNull();
    expect(said('{ | }')).toBeNull();
  });

  it('tells what a value and a token stand for', () => {
    expect(said('{ "algorithm": "hmac-|sha256" }')).toBe('hmac-sha256 / HMAC-SHA256 / What nearly every sender uses');
    expect(said('{ "signed": "{ts}.{bo|dy}" }')).toBe('{body} / Stands for the raw body, byte for byte.');
    expect(said('{ "signed": "{h:web|hook-id}" }')).toBe('{h:webhook-id} / Stands for a header.');
    expect(said('{ "signed": "v1:|x" }')).toMatch(/^signed \/ What is signed/);
  });

  it('has words for every property of the schema', () => {
    const undescribed: string[] = [];
    const visit = (path: readonly string[]) => {
      const schema = schemaAt(path);
      if (path.length > 0 && schema?.description === undefined) undescribed.push(path.join('.'));
      for (const name of Object.keys(schema?.properties ?? {})) visit([...path, name]);
    };
    visit([]);
    expect(undescribed).toEqual([]);
    expect(schemaAt([])?.required).toEqual(['algorithm', 'signature']);
    expect(schemaAt(['toString'])).toBeNull();
  });
});

describe('marks', () => {
  const marked = (text: string) =>
    recipeAssist.problems(text).map(({ start, end, message }) => [text.slice(start, end), message]);

  it('stand where the problem is', () => {
    const text =
      '{ "algorithm": "md5", "signature": { "names": ["A"], "prefix": "", "encodng": "hex" }, "signed": "{bdy}" }';
    expect(marked(text)).toEqual([
      ['"md5"', 'algorithm is not a known algorithm.'],
      ['""', 'signature.prefix is empty.'],
      ['"encodng"', 'A recipe has no “encodng” here.'],
      ['"{bdy}"', 'signed has the unknown token “{bdy}”.'],
    ]);
  });

  it('stand on the name, or the beginning, of what lacks a part', () => {
    expect(marked('{ "algorithm": "token", "signature": {} }')).toEqual([
      ['"signature"', 'signature.names is not a list of names.'],
    ]);
    expect(marked('{}')).toEqual([
      ['{', 'algorithm is not a known algorithm.'],
      ['{', 'signature is missing.'],
    ]);
    expect(marked('[]')).toEqual([['[', 'The recipe is not an object.']]);
  });

  it('say where a text stops being JSON', () => {
    expect(marked('{ "algorithm": }')).toEqual([['}', expect.stringContaining('not JSON')]]);
    expect(recipeAssist.problems('')).toEqual([{ start: 0, end: 1, message: expect.stringContaining('not JSON') }]);
  });

  it('are none in a recipe', () => {
    const recipe = { algorithm: 'hmac-sha256', signature: { names: ['X-Signature'] } };
    expect(recipeSchema.safeParse(recipe).success).toBe(true);
    expect(marked(JSON.stringify(recipe, null, 2))).toEqual([]);
  });
});
