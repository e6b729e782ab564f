import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonPath, jsonNamesAt, jsonPlaceAt, jsonPlaceOf } from '../../../src/core/view/json-places.ts';

/** The place at the `|` in a text, which is taken out: role, path, and what stands there. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = jsonPlaceAt(text, offset);
  return place === null ? null : [place.role, place.path.join('.'), text.slice(place.start, place.end)];
}

describe('jsonPlaceAt', () => {
  it.each([
    ['|', ['value', '', '']],
    ['{|}', ['name', '', '']],
    ['{ "a|b": 1 }', ['name', 'ab', '"ab"']],
    ['{ "ab|', ['name', 'ab', '"ab']],
    ['{ ab|', ['name', 'ab', 'ab']],
    ['{ "a": | }', ['value', 'a', '']],
    ['{ "a": "x|y" }', ['value', 'a', '"xy"']],
    ['{ "a": "x|', ['value', 'a', '"x']],
    ['{ "a": 1 | }', null],
    ['{ "a": 1, | }', ['name', '', '']],
    ['{ "a": { "b": [1, tr|ue] } }', ['value', 'a.b.1', 'true']],
    ['{ "a": [ | ] }', ['value', 'a.0', '']],
    ['{ "a": [ "x", | ] }', ['value', 'a.1', '']],
    ['{ "a": { | } }', ['name', 'a', '']],
    ['{ "a": { "b": 1 }, "c|" }', ['name', 'c', '"c"']],
    ['{ "a":\n  |\n "b": 1 }', ['value', 'a', '']],
    ['{ "a\\"|b": 1 }', ['name', 'a"b', '"a\\"b"']],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toEqual(expected);
  });

  it('answers for every place of every text', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '"a"', '1', ' ', '\n', '\\', 'x', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (let offset = 0; offset <= text.length; offset++) {
          const place = jsonPlaceAt(text, offset);
          if (place === null) continue;
          expect(place.start).toBeLessThanOrEqual(offset);
          expect(place.end).toBeGreaterThanOrEqual(offset);
        }
      }),
    );
  });
});

/** Every path to a name or value of a document. */
function pathsOf(value: unknown, path: JsonPath = []): readonly JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

describe('jsonPlaceOf', () => {
  it('finds every value of every document, and its name', () => {
    const document = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const known: unknown = JSON.parse(text);
        for (const path of pathsOf(known)) {
          const place = jsonPlaceOf(text, 'value', path);
          const found: unknown = path.reduce<unknown>((one, part) => Object(one)[part], known);
          expect(JSON.parse(text.slice(place?.start, place?.end))).toEqual(found);
          const name = path.at(-1);
          const named = typeof name === 'string' ? jsonPlaceOf(text, 'name', path) : null;
          if (named !== null) expect(JSON.parse(text.slice(named.start, named.end))).toBe(name);
        }
      }),
    );
  });

  it('is linear in the text, and ends at a depth', () => {
    const deep = '['.repeat(100_000);
    expect(jsonPlaceAt(deep, 50)).not.toBeNull();
    expect(jsonPlaceOf(`{${'"a":1,'.repeat(20_000)}"z":2}`, 'value', ['z'])).not.toBeNull();
  });
});

it('knows the names of an object', () => {
  const text = '{ "a": { "b": 1, "c": {} }, "d": [ { "e": 1 } ], "f';
  expect(jsonNamesAt(text, [])).toEqual(['a', 'd', 'f']);
  expect(jsonNamesAt(text, ['a'])).toEqual(['b', 'c']);
  expect(jsonNamesAt(text, ['d', 0])).toEqual(['e']);
});
