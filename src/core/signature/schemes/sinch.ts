import { recipeScheme } from '../recipe-scheme.ts';

export const sinch = recipeScheme({
  id: 'sinch',
  name: 'Sinch',
  docs: 'https://developers.sinch.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Each nonce should be accepted once.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-sinch-webhook-signature'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'x-sinch-webhook-signature-timestamp', unit: 's', toleranceSeconds: 300 },
      signed: '{body}.{h:x-sinch-webhook-signature-nonce}.{ts}',
    },
  ],
  detect: [[{ header: 'x-sinch-webhook-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'event_id' }] },
});
