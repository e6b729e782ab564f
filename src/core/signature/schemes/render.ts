import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const render = recipeScheme({
  id: 'render',
  name: 'Render',
  docs: 'https://render.com/docs/webhooks',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: [],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
