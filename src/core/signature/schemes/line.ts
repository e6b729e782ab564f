import { recipeScheme } from '../recipe-scheme.ts';

export const line = recipeScheme({
  id: 'line',
  name: 'LINE',
  docs: 'https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/',
  secretHint: 'The channel secret, as text.',
  notes: [
    'The console’s connection test sends a signed body without events.',
    'LINE’s own library also accepts signatures with characters after them; here they have to be exact.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-line-signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-line-signature' }]],
  metadata: { eventType: [{ json: 'events.0.type' }], deliveryId: [{ json: 'events.0.webhookEventId' }] },
});
