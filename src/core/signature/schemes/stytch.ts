import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const stytch = recipeScheme({
  id: 'stytch',
  name: 'Stytch',
  docs: 'https://stytch.com/docs',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: [],
  recipes: [standardWebhooksRecipe('svix')],
  detect: [[{ header: 'svix-signature' }, { header: 'svix-id' }, { header: 'svix-timestamp' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'svix-id' }] },
});
