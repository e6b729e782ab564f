import { recipeScheme } from '../recipe-scheme.ts';

export const segment = recipeScheme({
  id: 'segment',
  name: 'Segment',
  docs: 'https://segment.com/docs/connections/destinations/catalog/webhooks/',
  secretHint: 'The destination’s shared secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha1', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-signature', pattern: /^[0-9a-fA-F]{40}$/ }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'messageId' }] },
});
