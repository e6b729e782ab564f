import { recipeScheme } from '../recipe-scheme.ts';

export const planetscale = recipeScheme({
  id: 'planetscale',
  name: 'PlanetScale',
  docs: 'https://planetscale.com/docs/concepts/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Planetscale-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-planetscale-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
