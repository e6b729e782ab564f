import { recipeScheme } from '../recipe-scheme.ts';

export const zapier = recipeScheme({
  id: 'zapier',
  name: 'Zapier, Make, n8n (shared secret)',
  docs: null,
  secretHint: 'The header’s whole value, as you set it.',
  notes: [
    'You choose the header: Authorization, X-API-Key and X-Webhook-Secret are looked at; use a recipe of your own for another.',
  ],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization', 'X-API-Key', 'X-Webhook-Secret'] } }],
  detect: [],
  metadata: { eventType: [], deliveryId: [] },
});
