import { recipeScheme } from '../recipe-scheme.ts';

export const woocommerce = recipeScheme({
  id: 'woocommerce',
  name: 'WooCommerce',
  docs: 'https://woocommerce.com/document/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: [
    'A webhook is turned off after five failed deliveries.',
    'The first ping after saving is a form with webhook_id.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-WC-Webhook-Signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-wc-webhook-signature' }]],
  metadata: { eventType: [{ header: 'x-wc-webhook-topic' }], deliveryId: [{ header: 'x-wc-webhook-delivery-id' }] },
  handshake: { text: 'A first form post with webhook_id, unsigned, has to get 200.', source: 'memory' },
});
