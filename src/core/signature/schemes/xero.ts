import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const xero = recipeScheme({
  id: 'xero',
  name: 'Xero',
  docs: 'https://developer.xero.com/documentation/webhooks/configuring-your-server',
  secretHint: 'The webhook’s signing key, as text.',
  notes: ['While the webhook is set up Xero also sends wrong signatures, and expects 401 for them.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-xero-signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-xero-signature' }]],
  metadata: {
    eventType: [{ json: 'events.0.eventType' }],
    deliveryId: [{ json: 'events.0.resourceId' }],
    apartBy: [{ json: 'firstEventSequence' }],
  },
  delivery: {
    success: [200],
    deadlineMs: 5_000,
    source: 'documented',
    retry: retryPolicy({ withinSeconds: 86_400, source: 'documented' }),
  },
  handshake: {
    text: '“Intent to receive”: several POSTs, of which the rightly signed have to get 200 and the others 401.',
    source: 'documented',
  },
});
