import { recipeScheme } from '../recipe-scheme.ts';

export const xero = recipeScheme({
  id: 'xero',
  name: 'Xero',
  docs: 'https://developer.xero.com/documentation/webhooks/configuring-your-server',
  secretHint: 'The webhook’s signing key, as text.',
  notes: ['While the webhook is set up Xero also sends wrong signatures, and expects 401 for them.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-xero-signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-xero-signature' }]],
  metadata: { eventType: [{ json: 'events.0.eventType' }], deliveryId: [{ json: 'events.0.resourceId' }] },
});
