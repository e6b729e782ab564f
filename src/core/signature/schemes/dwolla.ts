import { recipeScheme } from '../recipe-scheme.ts';

export const dwolla = recipeScheme({
  id: 'dwolla',
  name: 'Dwolla',
  docs: 'https://developers.dwolla.com',
  secretHint: 'The webhook subscription’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Request-Signature-Sha-256'], encoding: 'hex' } }],
  detect: [[{ header: 'x-request-signature-sha-256' }]],
  metadata: { eventType: [{ header: 'x-dwolla-topic' }, { json: 'topic' }], deliveryId: [{ json: 'id' }] },
});
