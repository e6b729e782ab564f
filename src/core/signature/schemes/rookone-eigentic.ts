import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const rookoneEigentic = recipeScheme({
  id: 'rookone-eigentic',
  name: 'RookOne / Eigentic',
  docs: null,
  secretHint: 'The 64 hex digits shown once when the endpoint was registered; they are used as text.',
  notes: ['After rotation, deliveries signed with the old secret may still arrive; keep both for a while.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Eigentic-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Eigentic-Timestamp', unit: 's', toleranceSeconds: 300 },
    },
  ],
  detect: [[{ header: 'x-eigentic-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'id' }, { json: 'message_id' }] },
  delivery: {
    success: [200],
    deadlineMs: 5_000,
    source: 'documented',
    retry: retryPolicy({ delaysSeconds: [1, 2], stopsOn: ['3xx', '4xx'], deliveryId: 'same', source: 'documented' }),
  },
});
