import { recipeScheme } from '../recipe-scheme.ts';

export const revenuecat = recipeScheme({
  id: 'revenuecat',
  name: 'RevenueCat',
  docs: 'https://www.revenuecat.com/docs/integrations/webhooks',
  secretHint: 'The Authorization header’s value as set in the dashboard, whole.',
  notes: ['Nothing is added to the value: put “Bearer ” into it yourself if you want it.'],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization'] } }],
  detect: [[{ header: 'authorization' }, { json: 'event.app_id' }]],
  metadata: { eventType: [{ json: 'event.type' }], deliveryId: [{ json: 'event.id' }] },
});
