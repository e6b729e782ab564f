import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const lemonSqueezy = recipeScheme({
  id: 'lemon-squeezy',
  name: 'Lemon Squeezy',
  docs: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }, { header: 'x-event-name' }]],
  metadata: { eventType: [{ header: 'x-event-name' }], deliveryId: [{ json: 'meta.webhook_id' }] },
  delivery: {
    success: [200],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ delaysSeconds: [5, 25, 125], source: 'memory' }),
  },
});
