import { retryPolicy } from '../delivery.ts';
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
  delivery: {
    success: ['2xx'],
    deadlineMs: 15_000,
    source: 'memory',
    retry: retryPolicy({
      delaysSeconds: [5, 300, 1800, 7200, 18_000, 36_000, 36_000],
      deliveryId: 'same',
      signature: 'fresh',
      source: 'memory',
    }),
  },
  sdk: [{ library: 'svix 1.99.1', refuses: ['invalid-utf8'] }],
});
