import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const liveblocks = recipeScheme({
  id: 'liveblocks',
  name: 'Liveblocks',
  docs: 'https://liveblocks.io/docs/platform/webhooks',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['Liveblocks’ own library refuses a secret without whsec_.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
