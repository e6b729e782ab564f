import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const vercel = recipeScheme({
  id: 'vercel',
  name: 'Vercel',
  docs: 'https://vercel.com/docs/webhooks/webhooks-api',
  secretHint: 'The webhook’s secret; for integrations the integration’s secret.',
  notes: ['The signature is HMAC-SHA1; some libraries take it for SHA-256.'],
  recipes: [{ algorithm: 'hmac-sha1', signature: { names: ['x-vercel-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-vercel-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 86_400, source: 'memory' }),
  },
});
