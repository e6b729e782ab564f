import { recipeScheme } from '../recipe-scheme.ts';

export const fastspring = recipeScheme({
  id: 'fastspring',
  name: 'FastSpring',
  docs: 'https://developer.fastspring.com',
  secretHint: 'The webhook’s HMAC secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-FS-Signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-fs-signature' }]],
  metadata: { eventType: [{ json: 'events.0.type' }], deliveryId: [{ json: 'events.0.id' }] },
});
