import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const stripe = recipeScheme({
  id: 'stripe',
  name: 'Stripe',
  docs: 'https://docs.stripe.com/webhooks/signature',
  secretHint: 'The endpoint’s signing secret, whsec_…, whole: the prefix is part of it.',
  notes: [
    'Several v1 values during rotation: any of them may match. v0 is never counted.',
    'Stripe’s own libraries accept timestamps from the future; here 300 s either way is the window.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Stripe-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'stripe-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 259_200, deliveryId: 'same', signature: 'fresh', source: 'memory' }),
  },
  sdk: [
    {
      library: 'stripe 23.1.0',
      refuses: ['invalid-utf8', 'byte-order-mark', 'capital-hex'],
      accepts: ['future', 'unreadable-timestamp'],
    },
  ],
});
