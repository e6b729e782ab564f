import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markInvisible } from '../../../src/renderer/src/editor/visible-marks.ts';

const marked = (source: string) => {
  const { text, marks } = markInvisible(source);
  return { text, marks: marks.map(([start, end]) => text.slice(start, end)) };
};

describe('what cannot be seen in a difference', () => {
  it('writes line ends out in front of the break, each kind as itself', () => {
    expect(marked('a\r\nb\nc\rd')).toEqual({ text: 'a\\r\\n\nb\\n\nc\\rd', marks: ['\\r\\n', '\\n', '\\r'] });
  });

  it('writes byte-order marks, no-break spaces and zero-width characters out, and leaves spaces and tabs to the editor', () => {
    expect(marked('\ufeffa\u00a0b\u200bc \td')).toEqual({
      text: '\\u{feff}a\\u{a0}b\\u{200b}c \td',
      marks: ['\\u{feff}', '\\u{a0}', '\\u{200b}'],
    });
  });

  it('marks nothing of a text that spells an escape, and leaves letters of any script as they are', () => {
    expect(marked('\\n Käse ☃ 😀')).toEqual({ text: '\\n Käse ☃ 😀', marks: [] });
  });

  it('shows two texts alike only where they are equal, apart from texts that spell escapes', () => {
    const sources = fc.string({
      unit: fc.constantFrom('a', ' ', '\t', '\r', '\n', '\ufeff', '\u00a0', '\u200b', '\u2028'),
    });
    fc.assert(
      fc.property(sources, sources, (left, right) => {
        expect(markInvisible(left).text === markInvisible(right).text).toBe(left === right);
      }),
    );
  });

  it('has no line end but the ones it has written out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        const { text, marks } = markInvisible(source);
        const ends = marks.filter(([, end]) => text[end] === '\n').length;
        expect(text.split('\n').length - 1).toBe(ends);
        expect(text).not.toMatch(/[\r\u2028\u2029\ufeff]/);
      }),
    );
  });
});
