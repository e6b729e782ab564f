import { recipeScheme } from '../recipe-scheme.ts';

export const mux = recipeScheme({
  id: 'mux',
  name: 'Mux',
  docs: 'https://www.mux.com/docs/core/verify-webhook-signatures',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: ['Mux’s own library accepts timestamps from the future; here 300 s either way is the window.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Mux-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'mux-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  sdk: [{ library: '@mux/mux-node 15.3.0', refuses: ['invalid-utf8'], accepts: ['future', 'unreadable-timestamp'] }],
});
