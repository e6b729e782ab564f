import { recipeScheme } from '../recipe-scheme.ts';

export const shopifyEvents = recipeScheme({
  id: 'shopify-events',
  name: 'Shopify (events)',
  docs: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
  secretHint: 'The app’s client secret, as text.',
  notes: ['The same signature as Shopify’s webhooks, in headers without “X-”.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['shopify-hmac-sha256'], encoding: 'base64' } }],
  detect: [[{ header: 'shopify-hmac-sha256' }]],
  metadata: {
    eventType: [{ header: 'shopify-topic' }],
    deliveryId: [{ header: 'shopify-webhook-id' }, { header: 'shopify-event-id' }],
  },
  sdk: [{ library: '@shopify/shopify-api 13.1.0', refuses: ['invalid-utf8', 'empty-body'] }],
});
