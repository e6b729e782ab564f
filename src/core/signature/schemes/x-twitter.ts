import { recipeScheme } from '../recipe-scheme.ts';

export const xTwitter = recipeScheme({
  id: 'x-twitter',
  name: 'X (account activity)',
  docs: 'https://docs.x.com/x-api/webhooks',
  secretHint: 'The app’s consumer secret (API secret), as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-twitter-webhooks-signature'], assign: '=', version: 'sha256', encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'x-twitter-webhooks-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
