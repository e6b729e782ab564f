import { recipeScheme } from '../recipe-scheme.ts';

export const nylas = recipeScheme({
  id: 'nylas',
  name: 'Nylas',
  docs: 'https://developer.nylas.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Nylas-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-nylas-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  handshake: { text: 'A GET with challenge: answer 200 with its text.', source: 'memory' },
});
