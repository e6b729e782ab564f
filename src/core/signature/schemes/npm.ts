import { recipeScheme } from '../recipe-scheme.ts';

export const npm = recipeScheme({
  id: 'npm',
  name: 'npm (registry hooks)',
  docs: null,
  secretHint: 'The hook’s secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Npm-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-npm-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
