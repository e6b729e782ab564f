import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksHeaders, standardWebhooksRecipe } from './standard-webhooks.ts';

export const brex = recipeScheme({
  id: 'brex',
  name: 'Brex',
  docs: 'https://developer.brex.com',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['Sources disagree on the headers’ names: both webhook-* and svix-* are read.'],
  recipes: [standardWebhooksRecipe('webhook'), standardWebhooksRecipe('svix')],
  detect: [standardWebhooksHeaders('webhook'), standardWebhooksHeaders('svix')],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }, { header: 'svix-id' }] },
  confirmed: false,
});
