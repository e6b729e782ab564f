import { recipeScheme } from '../recipe-scheme.ts';

export const pusher = recipeScheme({
  id: 'pusher',
  name: 'Pusher Channels',
  docs: 'https://pusher.com/docs/channels/server_api/webhooks/',
  secretHint: 'The app’s secret, as text.',
  notes: ['X-Pusher-Key names the key: use the secret that belongs to it.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Pusher-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-pusher-signature' }, { header: 'x-pusher-key' }], [{ header: 'x-pusher-signature' }]],
  metadata: { eventType: [{ json: 'events.0.name' }], deliveryId: [] },
  sdk: [{ library: 'pusher 5.3.4', refuses: ['byte-order-mark', 'invalid-utf8', 'capital-hex'] }],
});
