import { recipeScheme } from '../recipe-scheme.ts';

export const attio = recipeScheme({
  id: 'attio',
  name: 'Attio',
  docs: 'https://docs.attio.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['Attio-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'attio-signature' }]],
  metadata: { eventType: [{ json: 'events.0.event_type' }], deliveryId: [{ header: 'idempotency-key' }] },
});
