import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossyUtf8Text, utf8Bytes } from '../../src/core/bytes.ts';
import { withJsonValue } from '../../src/core/json-splice.ts';

const spliced = (body: string, path: string, value: string | number = 'new') => {
  const bytes = withJsonValue(utf8Bytes(body), path, value);
  return bytes === null ? null : lossyUtf8Text(bytes);
};

describe('a value set in JSON', () => {
  it.each<[string, string, string, string | null]>([
    ['a string', '{"a":"old"}', 'a', '{"a":"new"}'],
    ['a nested object', '{ "a" : { "b" : {"x":[1,"}"]} } , "n":1.0 }', 'a.b', '{ "a" : { "b" : "new" } , "n":1.0 }'],
    ['an element', '[ 1 , {"a":2} ]', '1.a', '[ 1 , {"a":"new"} ]'],
    ['a name with escapes', '{"\\u0061":1}', 'a', '{"\\u0061":"new"}'],
    ['the last of a name given twice', '{"a":1,"a":2}', 'a', '{"a":1,"a":"new"}'],
    ['a new member', '{"b":1 }', 'a', '{"b":1,"a":"new" }'],
    ['a new member of an empty object', '{ }', 'a', '{"a":"new" }'],
    ['new objects on the way', '{"a":{}}', 'a.b.c', '{"a":{"b":{"c":"new"}}}'],
    ['after a byte-order mark', '\ufeff{"a":1}', 'a', '\ufeff{"a":"new"}'],
    ['an inherited name', '{}', '__proto__', '{"__proto__":"new"}'],
    ['a missing element', '[1]', '1', null],
    ['inside a string', '{"a":"x"}', 'a.b', null],
    ['no JSON', '{"a":', 'a', null],
    ['an empty body', '', 'a', null],
  ])('%s', (_, body, path, expected) => {
    expect(spliced(body, path)).toBe(expected);
  });

  it('reads back, and leaves everything else as it was', () => {
    const json = fc.object({ maxDepth: 3 }).map((value) => JSON.stringify(value, null, 1));
    fc.assert(
      fc.property(json, fc.string(), fc.integer(), (body, name, value) => {
        fc.pre(!name.includes('.') && name !== '__proto__');
        const result = JSON.parse(spliced(body, name, value) ?? '');
        expect(result).toEqual({ ...JSON.parse(body), [name]: value });
      }),
    );
  });

  it('takes bodies nested deeper than the stack', () => {
    const deep = 5000;
    const body = `{"a":${'['.repeat(deep)}${']'.repeat(deep)},"b":1}`;
    expect(spliced(body, 'b')).toBe(body.replace('"b":1', '"b":"new"'));
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(withJsonValue(Uint8Array.of(0x22, 0xff, 0x22), 'a', 1)).toBeNull();
  });
});
