import { recipeScheme } from '../recipe-scheme.ts';

export const calendly = recipeScheme({
  id: 'calendly',
  name: 'Calendly',
  docs: 'https://developer.calendly.com/api-docs/webhook-signatures',
  secretHint: 'The webhook subscription’s signing key, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Calendly-Webhook-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 180 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'calendly-webhook-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
