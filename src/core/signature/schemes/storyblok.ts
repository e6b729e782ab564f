import { recipeScheme } from '../recipe-scheme.ts';

export const storyblok = recipeScheme({
  id: 'storyblok',
  name: 'Storyblok',
  docs: 'https://www.storyblok.com/docs/concepts/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha1', signature: { names: ['webhook-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'webhook-signature', pattern: /^[0-9a-fA-F]{40}$/ }]],
  metadata: { eventType: [{ json: 'action' }], deliveryId: [] },
  confirmed: false,
});
