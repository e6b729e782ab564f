import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const razorpay = recipeScheme({
  id: 'razorpay',
  name: 'Razorpay',
  docs: 'https://razorpay.com/docs/webhooks/validate-test/',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Razorpay-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-razorpay-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ header: 'x-razorpay-event-id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 86_400, source: 'memory' }),
  },
  sdk: [{ library: 'razorpay 2.9.8', refuses: ['invalid-utf8'] }],
});
