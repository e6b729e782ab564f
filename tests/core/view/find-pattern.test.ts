import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPattern, MOST_MATCHES, type Pattern } from '../../../src/core/view/find-pattern.ts';

const pattern = (source: string, more: Partial<Pattern> = {}): Pattern => ({
  source,
  matchCase: true,
  wordSeparators: null,
  ...more,
});

function found(text: string, source: string, more: Partial<Pattern> = {}): readonly string[] | null {
  const matches = findPattern(text, pattern(source, more));
  return matches?.map(({ start, end }) => `${start} ${text.slice(start, end)}`) ?? null;
}

describe('findPattern', () => {
  it('takes lines one by one, whatever ends them', () => {
    expect(found('ab\r\nab\nxab', '^ab$')).toEqual(['0 ab', '4 ab']);
    expect(found('a\n b', '[^x]+')).toEqual(['0 a', '2  b']);
    expect(found('', '^$')).toEqual(['0 ']);
  });

  it('goes over lines where the pattern speaks of them', () => {
    expect(found('a\nb\nc', 'a\\nb$')).toEqual(['0 a\nb']);
  });

  it('counts case and whole words as it is told', () => {
    expect(found('Id id idle', 'id', { matchCase: false })).toEqual(['0 Id', '3 id', '6 id']);
    expect(found('Id id idle', 'id', { wordSeparators: '.,' })).toEqual(['3 id']);
  });

  it('gives what parentheses hold, and steps over empty matches and surrogate pairs', () => {
    expect(findPattern('k=v', pattern('(k)=(x)?'))).toEqual([{ start: 0, end: 2, groups: ['k=', 'k', ''] }]);
    expect(found('a😀b', '')).toEqual(['0 ', '1 ', '3 ', '4 ']);
  });

  it('is null for what is no regular expression', () => {
    expect(found('a', '(')).toBeNull();
  });

  it('ends at a bound', () => {
    expect(found('a'.repeat(3 * MOST_MATCHES), 'a')).toHaveLength(MOST_MATCHES);
    expect(found('\n'.repeat(3 * MOST_MATCHES), '^')).toHaveLength(MOST_MATCHES);
  });

  it('finds what each line’s own search finds', () => {
    const text = fc.array(fc.stringMatching(/^[ab1 ]{0,8}$/)).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.constantFrom('a+', '\\d', 'b*', '[ab]\\s', 'a|1'), (whole, source) => {
        let offset = 0;
        const expected = whole.split('\n').flatMap((line) => {
          const matches = [...line.matchAll(new RegExp(source, 'gu'))].map((one) => `${offset + one.index} ${one[0]}`);
          offset += line.length + 1;
          return matches;
        });
        expect(found(whole, source)).toEqual(expected);
      }),
    );
  });
});
