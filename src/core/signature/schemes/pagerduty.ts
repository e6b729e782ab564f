import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const pagerduty = recipeScheme({
  id: 'pagerduty',
  name: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/docs/verifying-signatures',
  secretHint: 'The webhook subscription’s secret, as text.',
  notes: [
    'Several v1 values during rotation: any of them may match.',
    'A reply of 400 or 403 tells PagerDuty not to try again.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Pagerduty-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-pagerduty-signature' }]],
  metadata: {
    eventType: [{ json: 'event.event_type' }],
    deliveryId: [{ header: 'x-webhook-id' }, { json: 'event.id' }],
  },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'documented',
    retry: retryPolicy({ stopsOn: [400, 403], source: 'documented' }),
  },
});
