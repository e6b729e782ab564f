import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { decodeText, looksLikeText } from '../../../src/core/view/text.ts';

describe('decodeText', () => {
  it('obeys a byte-order mark before Content-Type, and leaves it out of the text', () => {
    expect(decodeText(latin1Bytes('\xef\xbb\xbfA'), 'iso-8859-1', false)).toMatchObject({
      text: 'A',
      charset: 'utf-8',
      chosenBy: 'byte-order mark',
    });
    expect(decodeText(latin1Bytes('\xff\xfeA\0'), undefined, false)).toMatchObject({ text: 'A', charset: 'utf-16le' });
    expect(decodeText(latin1Bytes('\xfe\xff\0A'), undefined, false)).toMatchObject({ text: 'A', charset: 'utf-16be' });
  });

  it('obeys a known charset and says which is not known', () => {
    expect(decodeText(latin1Bytes('\xe9'), 'ISO-8859-1', false)).toMatchObject({
      text: 'é',
      chosenBy: 'Content-Type',
      lossy: false,
    });
    expect(decodeText(utf8Bytes('é'), 'x-klingon', false)).toMatchObject({ text: 'é', unknownCharset: 'x-klingon' });
  });

  it('finds UTF-16 by its zero bytes', () => {
    expect(decodeText(latin1Bytes('{\0"\0}\0 \0'), undefined, false)).toMatchObject({
      text: '{"} ',
      charset: 'utf-16le',
    });
  });

  it('says when bytes were lost, but not for half a character where the bytes were cut', () => {
    const cut = utf8Bytes('aé').subarray(0, 2);
    expect(decodeText(cut, undefined, true)).toMatchObject({ text: 'a', lossy: false });
    expect(decodeText(cut, undefined, false)).toMatchObject({ text: 'a\ufffd', lossy: true });
  });

  it('keeps NUL and control characters in the text', () => {
    expect(decodeText(latin1Bytes('a\0\x1b'), undefined, false).text).toBe('a\0\x1b');
  });
});

describe('looksLikeText', () => {
  it('tells text from bytes', () => {
    expect(looksLikeText(utf8Bytes('{"é": 1}\r\n'))).toBe(true);
    expect(looksLikeText(utf8Bytes('é').subarray(0, 1))).toBe(true);
    expect(looksLikeText(latin1Bytes('\x89PNG\r\n\x1a\n'))).toBe(false);
    expect(looksLikeText(latin1Bytes('\xff\xd8\xff\xe0'))).toBe(false);
  });
});
