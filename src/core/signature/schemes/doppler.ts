import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const doppler = recipeScheme({
  id: 'doppler',
  name: 'Doppler',
  docs: 'https://docs.doppler.com/docs/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Doppler-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-doppler-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'documented',
    retry: retryPolicy({ attempts: 6, source: 'documented' }),
  },
});
