import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { MAX_FORM_FIELDS, parseForm } from '../../../src/core/view/form.ts';

describe('parseForm', () => {
  it('lists fields in order, decoded and raw, duplicates kept', () => {
    const { fields } = parseForm(utf8Bytes('a=1+2&a=%C3%A9&empty=&flag&&x%5B%5D=%7B%22k%22%3A1%7D'));
    expect(fields.map(({ name, value, rawValue }) => [name, value, rawValue])).toEqual([
      ['a', '1 2', '1+2'],
      ['a', 'é', '%C3%A9'],
      ['empty', '', ''],
      ['flag', '', null],
      ['x[]', '{"k":1}', '%7B%22k%22%3A1%7D'],
    ]);
    expect(fields.every(({ problem }) => problem === null)).toBe(true);
  });

  it('marks invalid escapes and bytes that are not UTF-8, and keeps what was sent', () => {
    const { fields } = parseForm(latin1Bytes('a=100%&b=%zz&c=%ff&d=\xe9'));
    expect(fields.map(({ value, rawValue, problem }) => [value, rawValue, problem])).toEqual([
      ['100%', '100%', 'invalid-escape'],
      ['%zz', '%zz', 'invalid-escape'],
      ['\ufffd', '%ff', 'not-utf8'],
      ['\ufffd', '\xe9', 'not-utf8'],
    ]);
  });

  it('reads back what URLSearchParams writes', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        const written = new URLSearchParams(pairs).toString();
        const read = parseForm(utf8Bytes(written)).fields.map(({ name, value }) => [name, value]);
        expect(read).toEqual([...new URLSearchParams(written)]);
      }),
    );
  });

  it('counts every field of a flood and lists a bounded number', () => {
    const view = parseForm(utf8Bytes('a=1&'.repeat(100_000)));
    expect([view.fields.length, view.totalFields]).toEqual([MAX_FORM_FIELDS, 100_000]);
  });
});
