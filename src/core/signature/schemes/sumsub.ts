import { recipeScheme } from '../recipe-scheme.ts';

export const sumsub = recipeScheme({
  id: 'sumsub',
  name: 'Sumsub',
  docs: 'https://docs.sumsub.com',
  secretHint: 'The webhook’s secret key, as text.',
  notes: ['Only HMAC-SHA256 is checked: choose it in the dashboard; X-Payload-Digest-Alg says which one was used.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-payload-digest'], encoding: 'hex' } }],
  detect: [[{ header: 'x-payload-digest' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'correlationId' }] },
  confirmed: false,
});
