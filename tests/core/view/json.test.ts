import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonProblem, MAX_JSON_DEPTH, prettyJson } from '../../../src/core/view/json.ts';

/** JSON text without the white space between tokens; inside strings everything stays. */
function compact(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\s+/gs, (piece) => (piece.startsWith('"') ? piece : ''));
}

function pretty(text: string): string {
  const result = prettyJson(text);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe('prettyJson', () => {
  it('prints one value a line', () => {
    expect(pretty('{"a":[1,{"b":null}],"c":{},"d":[ ]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  it('copies what a parser would change: long numbers, 1.0, -0, 1e400, duplicates, escapes', () => {
    const source = '{"a":12345678901234567890,"a":1.0,"b":-0,"c":1e400,"d":"\\u0041\\/","__proto__":1}';
    expect(compact(pretty(source))).toBe(source);
  });

  it('changes nothing but white space between tokens, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3), (value, indent) => {
        const source = JSON.stringify(value, null, indent);
        expect(compact(pretty(source))).toBe(compact(source));
        expect(JSON.parse(pretty(source))).toEqual(JSON.parse(source));
      }),
    );
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '0',
      '-1.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const source = parts.join('');
        let valid = true;
        try {
          JSON.parse(source);
        } catch {
          valid = false;
        }
        expect(prettyJson(source).ok).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every character of a document cut anywhere', () => {
    const source = '{"name": "v\\u00e9lo", "list": [1, 2.5e3, true, null, {"x": ""}]}';
    for (let end = 1; end <= source.length; end++) {
      const cut = source.slice(0, end);
      const result = prettyJson(cut, { incomplete: true });
      expect(result.ok && result.value.replace(/\s/g, '')).toBe(cut.replace(/\s/g, ''));
    }
  });

  it('says where and why', () => {
    const result = prettyJson('{\n  "a": 1\n  "b": 2\n}');
    expect(result).toMatchObject({
      ok: false,
      failure: { problem: 'a comma or “}” is missing', line: 3, column: 3, offset: 13 },
    });
    expect(prettyJson('{"a": undefined}')).toMatchObject({
      ok: false,
      failure: { problem: 'this is not a JSON value' },
    });
    expect(prettyJson('["a\nb"]')).toMatchObject({ ok: false, failure: { line: 1, column: 4 } });
    expect(prettyJson('{} {}')).toMatchObject({ ok: false, failure: { problem: 'something follows the value' } });
  });

  it('takes depth up to its cap and refuses more without recursing', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(prettyJson(nested(MAX_JSON_DEPTH)).ok).toBe(true);
    expect(prettyJson(nested(5_000_000))).toMatchObject({
      ok: false,
      failure: { problem: `it is nested deeper than ${MAX_JSON_DEPTH} levels`, offset: MAX_JSON_DEPTH },
    });
  });

  it('refuses a document whose indentation would fill the memory', () => {
    const depth = MAX_JSON_DEPTH - 1;
    const bomb = `${'['.repeat(depth)}${'1,'.repeat(200_000)}1${']'.repeat(depth)}`;
    expect(prettyJson(bomb)).toMatchObject({ ok: false, failure: { problem: expect.stringContaining('too long') } });
  });

  it('takes strings and numbers of millions of characters', () => {
    const source = `["${'x'.repeat(5_000_000)}",${'9'.repeat(2_000_000)}]`;
    expect(compact(pretty(source))).toBe(source);
  });
});

describe('jsonProblem', () => {
  it('is null for JSON within the depth and speaks of anything else', () => {
    expect(jsonProblem('[[1]]', 2)).toBeNull();
    expect(jsonProblem('[[[1]]]', 2)?.problem).toBe('it is nested deeper than 2 levels');
    expect(jsonProblem('', 2)?.problem).toBe('a value is missing');
  });
});
