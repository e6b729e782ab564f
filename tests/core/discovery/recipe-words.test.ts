import { expect, it } from 'vitest';
import { recipeWords } from '../../../src/core/discovery/recipe-words.ts';

it('says a recipe in one sentence', () => {
  expect(recipeWords({ algorithm: 'hmac-sha256', signature: { names: ['X-Mac'] } })).toBe(
    'HMAC-SHA256 over the body, in hex in the header “X-Mac”.',
  );
  expect(
    recipeWords({
      algorithm: 'hmac-sha512',
      signature: { names: ['Acme'], separator: ',', assign: '=', version: 'v1', encoding: 'base64' },
      signed: '{ts}.{body}',
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      secret: { strip: ['whsec_'], encoding: 'base64' },
    }),
  ).toBe(
    'HMAC-SHA512 over the timestamp, a dot, the body, in base64 after “v1=” in the header “Acme”, a list with a comma ' +
      'between its items; the timestamp is the signature’s item “t”, in seconds, at most 300 s old; the key is the secret ' +
      'without “whsec_” decoded from base64.',
  );
  expect(
    recipeWords({
      algorithm: 'hash-sha256',
      signature: { in: 'json', names: ['a.sig'], prefix: 'x!' },
      signed: '{secret}{json:a.id}',
      timestamp: { in: 'header', name: 'Date', unit: 'http-date', toleranceSeconds: null },
      secret: { hash: 'sha1' },
    }),
  ).toBe(
    'SHA-256 over the secret, the JSON value “a.id”, in hex in the JSON value “a.sig” after “x!”; the timestamp is the header ' +
      '“Date”, as an HTTP date, of any age; the key is the SHA-1 of the secret.',
  );
  expect(
    recipeWords({ algorithm: 'token', signature: { names: ['Authorization'], assign: ' ', version: 'Bearer' } }),
  ).toBe('The secret itself, after “Bearer ” in the header “Authorization”.');
});

it('says when the body is not signed', () => {
  const words = recipeWords({ algorithm: 'hmac-sha256', signature: { names: ['X-Mac'] }, signed: '{path}{h:Digest}' });
  expect(words).toBe(
    'HMAC-SHA256 over the path, the header “Digest”, in hex in the header “X-Mac”; the body itself is not signed.',
  );
});
