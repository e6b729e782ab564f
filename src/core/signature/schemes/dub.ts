import { recipeScheme } from '../recipe-scheme.ts';

export const dub = recipeScheme({
  id: 'dub',
  name: 'Dub',
  docs: 'https://dub.co/docs/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['Dub-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'dub-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'id' }] },
});
