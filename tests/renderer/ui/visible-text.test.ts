import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { middleTruncated, visibleByteString, visibleText } from '../../../src/renderer/src/ui/visible-text.ts';

describe('captured text on the screen', () => {
  it('shows what cannot be seen as escapes', () => {
    expect(visibleText('a\nb\tc\0')).toBe('a\\nb\\tc\\0');
    expect(visibleText('/\u202Egnp.exe')).toBe('/\\u{202e}gnp.exe');
    expect(visibleText('a\u200bb\ufeffc\u2066d')).toBe('a\\u{200b}b\\u{feff}c\\u{2066}d');
    expect(visibleText('\ud800')).toBe('\\u{d800}');
    expect(visibleText('plain, ünï, 漢字, 😀')).toBe('plain, ünï, 漢字, 😀');
  });

  it('reads byte strings as UTF-8 where they are, else byte by byte', () => {
    expect(visibleByteString(latin1Text(utf8Bytes('/café')))).toBe('/café');
    expect(visibleByteString('/caf\xe9')).toBe('/caf\\xe9');
    expect(visibleByteString(latin1Text(utf8Bytes('/\u202Egnp')))).toBe('/\\u{202e}gnp');
  });

  it('never lets a control or bidirectional character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        expect(visibleText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
      }),
    );
  });

  it('cuts in the middle, keeps both ends, and never splits a character in two', () => {
    expect(middleTruncated('/short', 10)).toBe('/short');
    const cut = middleTruncated('/a/very/long/path/that/ends/in/events', 20);
    expect(cut).toMatch(/^\/a\/very.*….*\/events$/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 30 }), (text, max) => {
        const short = middleTruncated(text, max);
        expect(short.length).toBeLessThanOrEqual(Math.max(max, 8));
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});
