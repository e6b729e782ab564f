import { recipeScheme } from '../recipe-scheme.ts';

export const squarespace = recipeScheme({
  id: 'squarespace',
  name: 'Squarespace',
  docs: 'https://developers.squarespace.com/webhooks',
  secretHint: 'The subscription’s secret in hex digits; it is decoded.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Squarespace-Signature'], encoding: 'hex' },
      secret: { encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'squarespace-signature' }]],
  metadata: { eventType: [{ json: 'topic' }], deliveryId: [{ json: 'id' }] },
});
