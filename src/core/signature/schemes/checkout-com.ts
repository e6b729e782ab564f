import { recipeScheme } from '../recipe-scheme.ts';

export const checkoutCom = recipeScheme({
  id: 'checkout-com',
  name: 'Checkout.com',
  docs: 'https://www.checkout.com/docs/developer-resources/webhooks',
  secretHint: 'The webhook’s signature key, as text.',
  notes: ['An authorization key may be sent in the Authorization header as well; it is not checked here.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['cko-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'cko-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
});
