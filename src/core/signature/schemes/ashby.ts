import { recipeScheme } from '../recipe-scheme.ts';

export const ashby = recipeScheme({
  id: 'ashby',
  name: 'Ashby',
  docs: 'https://developers.ashbyhq.com',
  secretHint: 'The webhook’s secret token, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Ashby-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'ashby-signature' }]],
  metadata: { eventType: [{ json: 'action' }], deliveryId: [] },
});
