import { recipeScheme } from '../recipe-scheme.ts';

export const paystack = recipeScheme({
  id: 'paystack',
  name: 'Paystack',
  docs: 'https://paystack.com/docs/payments/webhooks/',
  secretHint: 'The API secret key, sk_…, as text.',
  notes: [
    'The secret is a full API credential: keep it out of logs and samples.',
    'Paystack’s sample signs re-serialised JSON; the raw body is right.',
  ],
  recipes: [{ algorithm: 'hmac-sha512', signature: { names: ['x-paystack-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-paystack-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
