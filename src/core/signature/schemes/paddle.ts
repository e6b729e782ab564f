import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const paddle = recipeScheme({
  id: 'paddle',
  name: 'Paddle Billing',
  docs: 'https://developer.paddle.com/webhooks/about/signature-verification',
  secretHint: 'The notification destination’s secret key, pdl_ntfset_…, whole: the prefix is part of it.',
  notes: [
    'Several h1 values during rotation: any of them may match, but Paddle’s Node library only looks at the last.',
    'The window is 5 s, as in Paddle’s Node library; a slow tunnel or clock is enough to be outside.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Paddle-Signature'], separator: ';', assign: '=', version: 'h1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 'ts', unit: 's', toleranceSeconds: 5 },
      signed: '{ts}:{body}',
    },
  ],
  detect: [[{ header: 'paddle-signature' }]],
  metadata: { eventType: [{ json: 'event_type' }], deliveryId: [{ json: 'event_id' }, { json: 'notification_id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 60, withinSeconds: 259_200, source: 'memory' }),
  },
  sdk: [
    {
      library: '@paddle/paddle-node-sdk 3.10.0',
      refuses: ['invalid-utf8', 'last-signature-only', 'capital-hex'],
      accepts: ['future', 'unreadable-timestamp'],
    },
  ],
});
