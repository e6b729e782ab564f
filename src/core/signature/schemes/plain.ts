import { recipeScheme } from '../recipe-scheme.ts';

export const plain = recipeScheme({
  id: 'plain',
  name: 'Plain',
  docs: 'https://www.plain.com/docs',
  secretHint: 'The request signing secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Plain-Request-Signature'], encoding: 'hex' },
      timestamp: {
        in: 'json',
        name: 'webhookMetadata.webhookDeliveryAttemptTimestamp',
        unit: 'iso',
        toleranceSeconds: 300,
      },
    },
  ],
  detect: [[{ header: 'plain-request-signature' }]],
  metadata: { eventType: [{ json: 'payload.eventType' }], deliveryId: [{ json: 'id' }] },
});
