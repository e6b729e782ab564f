import { recipeScheme } from '../recipe-scheme.ts';

export const descope = recipeScheme({
  id: 'descope',
  name: 'Descope',
  docs: 'https://docs.descope.com',
  secretHint: 'The connector’s HMAC secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-descope-webhook-s256'], encoding: 'base64' } }],
  detect: [[{ header: 'x-descope-webhook-s256' }]],
  metadata: { eventType: [], deliveryId: [] },
  confirmed: false,
});
