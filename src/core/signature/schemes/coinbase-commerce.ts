import { recipeScheme } from '../recipe-scheme.ts';

export const coinbaseCommerce = recipeScheme({
  id: 'coinbase-commerce',
  name: 'Coinbase Commerce',
  docs: 'https://docs.cdp.coinbase.com/commerce',
  secretHint: 'The webhook’s shared secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-CC-WEBHOOK-SIGNATURE'], encoding: 'hex' } }],
  detect: [[{ header: 'x-cc-webhook-signature' }]],
  metadata: { eventType: [{ json: 'event.type' }], deliveryId: [{ json: 'event.id' }] },
  sdk: [{ library: 'coinbase-commerce-node 1.0.4', refuses: ['invalid-utf8'] }],
});
