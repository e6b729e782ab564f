import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteStringOf, editableText } from '../../../src/renderer/src/features/sending/byte-text.ts';

const byteString = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });

describe('a header value in its field', () => {
  it('goes out with the bytes it came with, whatever they are, when it is not edited', () => {
    fc.assert(
      fc.property(byteString, (bytes) => {
        expect(byteStringOf(editableText(bytes), bytes)).toBe(bytes);
      }),
    );
  });

  it('is UTF-8 where it was, and keeps one byte a character where it was not', () => {
    expect(editableText('caf\xc3\xa9')).toBe('café');
    expect(byteStringOf('cafés', 'caf\xc3\xa9')).toBe('caf\xc3\xa9s');
    expect(byteStringOf('caf\xe9s', 'caf\xe9')).toBe('caf\xe9s');
    expect(byteStringOf('caf\xe9 ☃', 'caf\xe9')).toBe('caf\xc3\xa9 \xe2\x98\x83');
  });
});
