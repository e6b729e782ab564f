import { recipeScheme } from '../recipe-scheme.ts';

export const fireflies = recipeScheme({
  id: 'fireflies',
  name: 'Fireflies',
  docs: 'https://docs.fireflies.ai/graphql-api/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-hub-signature', pattern: /^sha256=/ }]],
  metadata: {
    eventType: [{ json: 'eventType' }],
    deliveryId: [{ json: 'meetingId' }],
    apartBy: [{ json: 'eventType' }],
  },
});
