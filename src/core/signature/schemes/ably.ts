import { recipeScheme } from '../recipe-scheme.ts';

export const ably = recipeScheme({
  id: 'ably',
  name: 'Ably',
  docs: 'https://ably.com/docs/integrations/webhooks',
  secretHint: 'The part of the API key after its “:”.',
  notes: ['X-Ably-Key names the key.', 'Only enveloped messages are signed.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Ably-Signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-ably-signature' }]],
  metadata: {
    eventType: [{ json: 'items.0.source' }, { json: 'source' }],
    deliveryId: [{ json: 'items.0.webhookId' }],
  },
});
