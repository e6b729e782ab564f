import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const agentXWebhookSignature = recipeScheme({
  id: 'agent-x-webhook-signature',
  name: 'Agent platform (X-Webhook-Signature)',
  docs: null,
  secretHint: 'The webhook’s secret, as text.',
  notes: [
    'Sign the raw body: code that parses and serialises the JSON again fails for escapes, “1.0” and white space.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Webhook-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-webhook-signature', pattern: /^[0-9a-fA-F]{64}$/ }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 30_000,
    maxDeadlineMs: 300_000,
    source: 'documented',
    retry: retryPolicy({ attempts: 4, maxAttempts: 11, source: 'documented' }),
  },
});
