import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutBlanks } from '../../../src/core/http/headers.ts';

it('a value loses the spaces and tabs around it, and nothing else', () => {
  const piece = fc.constantFrom(' ', '\t', 'a', '\u00a0', '\n', '\u3000');
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (value) => {
        expect(withoutBlanks(value)).toBe(value.replace(/^[ \t]+|[ \t]+$/g, ''));
      },
    ),
  );
});

it('a megabyte of spaces inside a value is passed once', () => {
  const value = `a${' '.repeat(1024 * 1024)}b`;
  expect(withoutBlanks(` ${value}\t`)).toBe(value);
});
