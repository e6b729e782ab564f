import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64UrlOf } from '../../../src/core/bytes.ts';
import { parseJws, unsignedJws } from '../../../src/core/signature/jws.ts';

it('a token is read as it was written (property)', () => {
  const claims = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(claims, fc.uint8Array(), fc.option(fc.string()), (all, signature, keyId) => {
      const text = unsignedJws({ alg: 'HS256', ...(keyId === null ? {} : { kid: keyId }) }, all);
      const read = parseJws(`${text}.${base64UrlOf(signature)}`);
      expect(read).toMatchObject({ algorithm: 'HS256', keyId, signedText: text });
      expect(JSON.stringify(read?.claims)).toBe(JSON.stringify(all));
      expect(read?.signature).toEqual(signature);
    }),
  );
});

it('any text is a token or none', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
  );
  fc.assert(fc.property(fc.array(part, { maxLength: 5 }), (parts) => void parseJws(parts.join('.'))));
});
