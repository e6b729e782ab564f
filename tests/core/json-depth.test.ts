import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../src/core/bytes.ts';
import { isNestedDeeper } from '../../src/core/json-depth.ts';
import { parseJson } from '../../src/core/signature/request-parts.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('isNestedDeeper', () => {
  it('is the depth of every JSON value, whatever its strings hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.boolean(), (value, isWide) => {
        const json = JSON.stringify(value, null, isWide ? 2 : 0);
        const depth = depthOf(value);
        expect(isNestedDeeper(json, depth)).toBe(false);
        if (depth > 0) expect(isNestedDeeper(json, depth - 1)).toBe(true);
      }),
    );
  });

  it('knows where a string ends, however long it is and whatever is escaped in it', () => {
    const texts = fc
      .array(fc.constantFrom('\\', '"', '[', 'a', '\u2028'), { maxLength: 400 })
      .map((each) => each.join(''));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const json = JSON.stringify([one, [other, one]]);
        expect([isNestedDeeper(json, 1), isNestedDeeper(json, 2)]).toEqual([true, false]);
      }),
    );
  });

  it('answers for what is no JSON', () => {
    for (const text of ['', '"', '"\\', ']]]]', '[[', '"[[[']) expect(isNestedDeeper(text, 2)).toBe(false);
    expect(isNestedDeeper('[[[', 2)).toBe(true);
  });
});

describe('parseJson', () => {
  it('parses what senders send and nothing nested beyond it', () => {
    const nested = (depth: number) => utf8Bytes(`${'['.repeat(depth)}${' '.repeat(20_000)}${']'.repeat(depth)}`);
    expect(parseJson(nested(1000), 1 << 20)).toBeDefined();
    expect(parseJson(nested(1001), 1 << 20)).toBeUndefined();
    expect(parseJson(nested(500_000), 1 << 21)).toBeUndefined();
  });
});
