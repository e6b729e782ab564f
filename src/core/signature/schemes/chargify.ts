import { recipeScheme } from '../recipe-scheme.ts';

export const chargify = recipeScheme({
  id: 'chargify',
  name: 'Maxio (Chargify)',
  docs: 'https://developers.maxio.com',
  secretHint: 'The site’s shared key, as text.',
  notes: [],
  recipes: [
    { algorithm: 'hmac-sha256', signature: { names: ['X-Chargify-Webhook-Signature-Hmac-Sha-256'], encoding: 'hex' } },
  ],
  detect: [[{ header: 'x-chargify-webhook-signature-hmac-sha-256' }]],
  metadata: { eventType: [{ form: 'event' }], deliveryId: [{ header: 'x-chargify-webhook-id' }, { form: 'id' }] },
});
