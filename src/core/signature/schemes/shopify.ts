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
});
