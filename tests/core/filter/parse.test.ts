import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureFilter } from '../../../src/core/filter/filter.ts';
import { formatFilter, parseFilter } from '../../../src/core/filter/parse.ts';

const filterOf = (text: string): CaptureFilter => {
  const { filter, problems } = parseFilter(text);
  expect(problems).toEqual([]);
  return filter;
};

describe('parseFilter', () => {
  it('takes keys, their aliases and free words', () => {
    expect(filterOf('  method:post path:/hooks scheme:github status:failed hello  world ')).toEqual({
      method: 'post',
      path: '/hooks',
      scheme: 'github',
      verdict: 'failed',
      texts: ['hello', 'world'],
    });
    expect(filterOf('')).toEqual({});
  });

  it('accepts a verdict by any beginning that fits one only', () => {
    expect(filterOf('verdict:V').verdict).toBe('verified');
    expect(filterOf('verdict:unch').verdict).toBe('unchecked');
    expect(filterOf('verdict:malformed').verdict).toBe('malformed');
    const wrong = parseFilter('verdict:ok');
    expect(wrong.filter).toEqual({});
    expect(wrong.problems).toHaveLength(1);
  });

  it('keeps spaces, keys and pasted JSON in quotes together', () => {
    expect(filterOf('"a b" path:"/x y"')).toEqual({ path: '/x y', texts: ['a b'] });
    expect(filterOf('"method:post"')).toEqual({ texts: ['method:post'] });
    expect(filterOf('"id":"evt_1"')).toEqual({ texts: ['id":"evt_1'] });
    expect(filterOf('"say \\"hi\\" \\\\ now"')).toEqual({ texts: ['say "hi" \\ now'] });
    expect(filterOf('"not closed yet')).toEqual({ texts: ['not closed yet'] });
  });

  it('looks for a URL as text and reports unknown keys, empty values and repetitions', () => {
    expect(filterOf('https://example.com/x')).toEqual({ texts: ['https://example.com/x'] });
    const unknown = parseFilter('colour:red');
    expect(unknown.filter).toEqual({ texts: ['colour:red'] });
    expect(unknown.problems).toHaveLength(1);
    expect(parseFilter('method:').problems).toHaveLength(1);
    const twice = parseFilter('method:get method:put');
    expect(twice.filter).toEqual({ method: 'put' });
    expect(twice.problems).toHaveLength(1);
    expect(parseFilter('constructor:x __proto__:y').problems).toHaveLength(1);
    expect(parseFilter('constructor:x __proto__:y').filter).toEqual({ texts: ['constructor:x', '__proto__:y'] });
  });

  it.each([
    ['-method:post', { texts: ['-method:post'] }, '“-”'],
    ['(method:get', { texts: ['(method:get'] }, '“(”'],
    ['a OR b', { texts: ['a', 'OR', 'b'] }, '“OR”'],
    ['path:/big*', { path: '/big*' }, 'no wildcards'],
  ])('says of %j what other search boxes would make of it, and how to mean it', (text, filter, about) => {
    const parsed = parseFilter(text);
    expect(parsed.filter).toEqual(filter);
    expect(parsed.problems).toEqual([expect.stringContaining(about)]);
    expect(parseFilter(formatFilter(parsed.filter))).toEqual({ filter, problems: [] });
  });

  it('takes what only looks like that as it stands', () => {
    expect(filterOf('or -1 (x) -evt: "OR" path:"/big*" ORDER')).toEqual({
      path: '/big*',
      texts: ['or', '-1', '(x)', '-evt:', 'OR', 'ORDER'],
    });
  });

  it('takes yes and no for retries, and a delivery’s id as it is', () => {
    expect(parseFilter('retry:Y delivery:Evt_1')).toEqual({
      filter: { retry: true, deliveryId: 'Evt_1' },
      problems: [],
    });
    expect(parseFilter('retry:no').filter).toEqual({ retry: false });
    expect(parseFilter('retry:maybe')).toMatchObject({ filter: {}, problems: ['“retry:” is yes or no, not “maybe”.'] });
  });

  it('reads back whatever formatFilter writes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab:"\\ /\t\né{}') }).filter((value) => value !== '');
    const filters = fc.record(
      {
        endpointId: text,
        method: text,
        path: text,
        scheme: text,
        verdict: fc.constantFrom<NonNullable<CaptureFilter['verdict']>[]>(
          'verified',
          'failed',
          'unchecked',
          'malformed',
        ),
        deliveryId: text,
        retry: fc.boolean(),
        texts: fc.array(text, { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parseFilter(formatFilter(filter))).toEqual({ filter, problems: [] });
      }),
    );
  });

  it('never drops a word without a problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'am:"\\ x') }), (text) => {
        const { filter, problems } = parseFilter(text);
        if (/[^\s"]/.test(text)) expect(Object.keys(filter).length + problems.length).toBeGreaterThan(0);
      }),
    );
  });
});
