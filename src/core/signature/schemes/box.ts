import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const box = recipeScheme({
  id: 'box',
  name: 'Box',
  docs: 'https://developer.box.com/guides/webhooks/v2/signatures-v2',
  secretHint: 'The app’s primary or secondary signature key, as text.',
  notes: [
    'Each of the two headers is signed with its own key; either may match.',
    'As in Box’s own library, timestamps from the future are refused.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['BOX-SIGNATURE-PRIMARY', 'BOX-SIGNATURE-SECONDARY'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'BOX-DELIVERY-TIMESTAMP', unit: 'iso', toleranceSeconds: 600, futureSeconds: 0 },
      signed: '{body}{ts}',
    },
  ],
  detect: [[{ header: 'box-signature-primary' }], [{ header: 'box-signature-secondary' }]],
  metadata: { eventType: [{ json: 'trigger' }], deliveryId: [{ header: 'box-delivery-id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'documented',
    retry: retryPolicy({ attempts: 13, withinSeconds: 7_200, source: 'documented' }),
  },
  sdk: [
    { library: 'box-node-sdk 10.12.0', refuses: ['invalid-utf8'], accepts: ['trailing-junk', 'unreadable-timestamp'] },
  ],
});
