import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const polar = recipeScheme({
  id: 'polar',
  name: 'Polar',
  docs: 'https://polar.sh/docs/integrate/webhooks/delivery',
  secretHint: 'The endpoint’s secret, as text.',
  notes: ['The secret is the key as it stands, even where it looks like base64.'],
  recipes: [{ ...standardWebhooksRecipe('webhook'), secret: { encoding: 'utf8' } }],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
