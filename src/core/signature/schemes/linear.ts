import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const linear = recipeScheme({
  id: 'linear',
  name: 'Linear',
  docs: 'https://developers.linear.app/docs/graphql/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [
    'The window is 60 s and counts from webhookTimestamp in the body; the Linear-Timestamp header is not looked at.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Linear-Signature'], encoding: 'hex' },
      timestamp: { in: 'json', name: 'webhookTimestamp', unit: 'ms', toleranceSeconds: 60 },
    },
  ],
  detect: [[{ header: 'linear-signature' }]],
  metadata: { eventType: [{ header: 'linear-event' }, { json: 'type' }], deliveryId: [{ header: 'linear-delivery' }] },
  delivery: {
    success: [200],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ delaysSeconds: [60, 3600, 21_600], source: 'memory' }),
  },
  sdk: [{ library: '@linear/sdk 98.0.0', refuses: ['capital-hex'], accepts: ['future'] }],
});
