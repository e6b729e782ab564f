import { recipeScheme } from '../recipe-scheme.ts';

export const typeform = recipeScheme({
  id: 'typeform',
  name: 'Typeform',
  docs: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['“sha256=” stands before base64, not hex.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Typeform-Signature'], assign: '=', version: 'sha256', encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'typeform-signature' }]],
  metadata: { eventType: [{ json: 'event_type' }], deliveryId: [{ json: 'event_id' }] },
});
