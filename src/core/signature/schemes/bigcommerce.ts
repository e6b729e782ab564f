import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const bigcommerce = recipeScheme({
  id: 'bigcommerce',
  name: 'BigCommerce',
  docs: 'https://developer.bigcommerce.com/docs/integrations/webhooks',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['Older webhooks carry no signature but headers you chose yourself.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
