import { recipeScheme } from '../recipe-scheme.ts';

export const modernTreasury = recipeScheme({
  id: 'modern-treasury',
  name: 'Modern Treasury',
  docs: 'https://docs.moderntreasury.com/platform/docs/webhooks',
  secretHint: 'The webhook endpoint’s key, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }, { header: 'x-webhook-id' }]],
  metadata: { eventType: [{ header: 'x-topic' }, { json: 'event' }], deliveryId: [{ header: 'x-webhook-id' }] },
  sdk: [{ library: 'modern-treasury 3.3.0', refuses: ['invalid-utf8', 'capital-hex'] }],
});
