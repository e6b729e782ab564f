import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64Of, base64UrlOf, bytesFromBase64, bytesFromBase64Url } from '../../src/core/bytes.ts';

// Node's own are the judges of what is written; what they read they read leniently.
it('writes base64 as Node does, and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const plain = new Uint8Array(bytes);
      expect(base64Of(plain)).toBe(Buffer.from(plain).toString('base64'));
      expect(base64UrlOf(plain)).toBe(Buffer.from(plain).toString('base64url'));
      expect(bytesFromBase64(base64Of(plain))).toEqual(plain);
      expect(bytesFromBase64Url(base64UrlOf(plain))).toEqual(plain);
      expect(bytesFromBase64Url(base64Of(plain).replaceAll('+', '-').replaceAll('/', '_'))).toEqual(plain);
    }),
  );
});

it('reads only the one text that stands for some bytes', () => {
  const characters = fc.constantFrom(...'AZaz09+/-_=. \n\0\u00e9\u4e00');
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 12 }), (each) => {
      const text = each.join('');
      const bytes = bytesFromBase64(text);
      if (bytes !== undefined) expect(base64Of(bytes)).toBe(text);
      const fromUrl = bytesFromBase64Url(text);
      if (fromUrl !== undefined) expect(base64UrlOf(fromUrl)).toBe(text.replace(/=+$/, ''));
    }),
    { numRuns: 2000 },
  );
});
