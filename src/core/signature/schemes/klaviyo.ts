import { recipeScheme } from '../recipe-scheme.ts';

export const klaviyo = recipeScheme({
  id: 'klaviyo',
  name: 'Klaviyo',
  docs: 'https://developers.klaviyo.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['The timestamp is signed after the body.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Klaviyo-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'Klaviyo-Timestamp', unit: 'http-date', toleranceSeconds: null },
      signed: '{body}{ts}',
    },
  ],
  detect: [[{ header: 'klaviyo-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
