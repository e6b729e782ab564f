import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const shopify = recipeScheme({
  id: 'shopify',
  name: 'Shopify',
  docs: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
  secretHint: 'The app’s client secret; for webhooks made in the store’s admin, the signing key shown there.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Shopify-Hmac-Sha256'], encoding: 'base64' } }],
  detect: [[{ header: 'x-shopify-hmac-sha256' }]],
  metadata: {
    eventType: [{ header: 'x-shopify-topic' }],
    deliveryId: [{ header: 'x-shopify-webhook-id' }, { header: 'x-shopify-event-id' }],
  },
  delivery: {
    success: [200],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 9, withinSeconds: 14_400, source: 'memory' }),
  },
  sdk: [
    {
      library: '@shopify/shopify-api 13.1.0',
      refuses: [
        'invalid-utf8',
        'empty-body',
        { header: 'x-shopify-topic' },
        { header: 'x-shopify-shop-domain' },
        { header: 'x-shopify-api-version' },
        { header: 'x-shopify-webhook-id' },
      ],
    },
  ],
});
