import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const clerk = recipeScheme({
  id: 'clerk',
  name: 'Clerk',
  docs: 'https://clerk.com/docs/webhooks/sync-data',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['@clerk/backend 2.0.0 accepts forged requests; use 2.4.0 or later.'],
  recipes: [standardWebhooksRecipe('svix')],
  detect: [[{ header: 'svix-signature' }, { header: 'svix-id' }, { header: 'svix-timestamp' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'svix-id' }] },
});
