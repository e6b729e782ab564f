import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksHeaders, standardWebhooksRecipe } from './standard-webhooks.ts';

export const svix = recipeScheme({
  id: 'svix',
  name: 'Svix',
  docs: 'https://docs.svix.com/receiving/verifying-payloads/how-manual',
  secretHint: 'whsec_ and base64, as the endpoint’s page shows it; it is decoded to the key.',
  notes: ['The same headers may come as webhook-*; where both are present, svix-* counts.'],
  recipes: [standardWebhooksRecipe('svix'), standardWebhooksRecipe('webhook')],
  detect: [standardWebhooksHeaders('svix'), [{ header: 'svix-signature' }], standardWebhooksHeaders('webhook')],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'svix-id' }, { header: 'webhook-id' }] },
});
