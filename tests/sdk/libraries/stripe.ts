import Stripe from 'stripe';
import { buffer, header, type OfficialLibrary, returned } from '../official-library.ts';

const { webhooks } = new Stripe('sk_test_unused');

export const stripe: OfficialLibrary = {
  package: 'stripe',
  scheme: 'stripe',
  secret: 'whsec_test_secret',
  otherSecret: 'whsec_other_secret',
  verify: (request, secret) =>
    returned(webhooks.constructEvent(buffer(request), header(request, 'stripe-signature'), secret)),
  sign: (request, secret, nowMs) => [
    [
      'Stripe-Signature',
      webhooks.generateTestHeaderString({
        payload: buffer(request).toString('utf8'),
        secret,
        timestamp: Math.floor(nowMs / 1000),
      }),
    ],
  ],
  differs: {
    empty: 'it refuses an empty payload',
    binary: 'it decodes the body as UTF-8',
    'byte-order mark': 'its decoder drops a byte-order mark',
    'upper-case hex': 'it compares the text of the signature',
    'a day ahead': 'its window is for the past only',
  },
};
