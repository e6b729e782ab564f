import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const replicate = recipeScheme({
  id: 'replicate',
  name: 'Replicate',
  docs: 'https://replicate.com/docs/topics/webhooks/verify-webhook',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['Replicate’s own library never looks at the timestamp; 300 s either way is used here.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
