import { recipeScheme } from '../recipe-scheme.ts';

export const customerIo = recipeScheme({
  id: 'customer-io',
  name: 'Customer.io',
  docs: 'https://customer.io/docs/journeys/webhooks-action/#securely-verify-requests',
  secretHint: 'The webhook’s signing key, as text.',
  notes: ['“v0:” stands before what is signed, and not in the header.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-cio-signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'x-cio-timestamp', unit: 's', toleranceSeconds: 300 },
      signed: 'v0:{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-cio-signature' }]],
  metadata: { eventType: [{ json: 'metric' }], deliveryId: [{ json: 'event_id' }] },
});
