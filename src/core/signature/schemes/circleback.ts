import { recipeScheme } from '../recipe-scheme.ts';

export const circleback = recipeScheme({
  id: 'circleback',
  name: 'Circleback',
  docs: 'https://circleback.ai',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }]],
  metadata: { eventType: [], deliveryId: [{ json: 'id' }] },
});
