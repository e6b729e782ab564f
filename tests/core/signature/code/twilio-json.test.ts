import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Bytes } from '../../../../src/core/bytes.ts';
import { twilioJson } from '../../../../src/core/signature/schemes/twilio-json.ts';
import type { SignedRequest } from '../../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';

const BODY = '{"a":1}';
const RIGHT = createHash('sha256').update(BODY).digest('hex');

const judge = (request: SignedRequest, evidence: { evidence: null } | null) =>
  twilioJson.mechanism.judge(request, [{ id: 's', value: 'token' }], 0, nodeCrypto, evidence);

// Every URL is signed rightly: what is right or wrong is where the hash stands in it.
it('comes to one verdict the short way and the long one, wherever the hash stands in the URL', () => {
  const hash = fc.constantFrom(RIGHT, RIGHT.toUpperCase(), RIGHT.slice(1), `${RIGHT}0`, '', 'f'.repeat(64));
  const piece = fc.oneof(
    hash.map((value) => `bodySHA256=${value}`),
    fc.constantFrom('bodySHA256', 'xbodySHA256=1', 'body%53HA256=1', 'a=1', 'a=b+c', '?', '&', '#', '/', '', 'a='),
  );
  let verified = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('?', '&', '/', ''), piece), { maxLength: 5 }), (pieces) => {
      const url = `https://hooks.test/in${pieces.flat().join('')}`;
      const signature = createHmac('sha1', 'token').update(url).digest('base64');
      const headers = [['X-Twilio-Signature', signature]] as const;
      const request = { method: 'POST', target: '/in', url, headers, body: utf8Bytes(BODY) };
      const short = judge(request, null);
      expect([url, short]).toEqual([url, judge(request, { evidence: null })]);
      if (short.status === 'verified') verified++;
    }),
    { numRuns: 3000 },
  );
  // Else nothing of interest was compared.
  expect(verified).toBeGreaterThan(50);
});
