import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SignedRequest } from '../../../src/core/signature/request-parts.ts';
import { own, reportOf, requestWith, SECRET, schemeOf, stored } from './support.ts';

const { body } = requestWith();
const sha256 = createHash('sha256').update(body);
const hex = sha256.copy().digest('hex');
const base64 = sha256.digest('base64');
const md5 = createHash('md5').update(body).digest('base64');

function unsigned(...headers: readonly (readonly [string, string])[]): SignedRequest {
  const request = requestWith();
  return { ...request, headers: [...request.headers, ...headers] };
}

/** Nothing of these requests was made with the secret, or only by chance. */
const cases: readonly (readonly [what: string, scheme: string, request: SignedRequest, secret: string])[] = [
  ['a digest of the body (RFC 3230)', 'github', unsigned(['Digest', `SHA-256=${base64}`]), SECRET],
  ['a digest of the body (RFC 9530)', 'stripe', unsigned(['Content-Digest', `sha-256=:${base64}:`]), SECRET],
  ['an MD5 of the body', 'github', unsigned(['Content-MD5', md5]), SECRET],
  ['the body’s hash of another provider', 'shopify', unsigned(['x-amz-content-sha256', hex]), SECRET],
  ['a short token that stands in another header', 'gitlab-token', unsigned(['Connection', 'close']), 'close'],
  ['the beginning of a token', 'gitlab-token', unsigned(['X-Gitlab-Token', SECRET.slice(0, 24)]), SECRET],
  ['a token in other letters', 'gitlab-token', unsigned(['X-Gitlab-Token', SECRET.toUpperCase()]), SECRET],
  [
    'eight bytes of the right signature',
    'github',
    unsigned(['X-Hub-Signature-256', createHmac('sha256', SECRET).update(body).digest('hex').slice(0, 16)]),
    SECRET,
  ],
  ['a signature by another secret', 'github', unsigned(['X-Hub-Signature-256', `sha256=${'ab'.repeat(32)}`]), SECRET],
];

it.each(cases)('%s proves nothing', (_, scheme, request, secret) => {
  const { diagnoses } = reportOf(schemeOf(scheme), request, [own(secret), stored('another secret', 'other')]);
  expect(diagnoses.filter(({ confidence }) => confidence === 'proved')).toEqual([]);
});

it('takes a hash in the scheme’s own header for what it is', () => {
  const { diagnoses } = reportOf(schemeOf('razorpay'), unsigned(['X-Razorpay-Signature', hex]), [own(SECRET)]);
  expect(diagnoses.map(({ causes }) => causes)).toEqual([['algorithm']]);
});
