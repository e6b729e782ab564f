import { recipeScheme } from '../recipe-scheme.ts';

export const gocardless = recipeScheme({
  id: 'gocardless',
  name: 'GoCardless',
  docs: 'https://developer.gocardless.com',
  secretHint: 'The webhook endpoint’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['webhook-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'webhook-signature', pattern: /^[0-9a-fA-F]{64}$/ }]],
  metadata: {
    eventType: [{ json: 'events.0.action' }],
    deliveryId: [{ json: 'meta.webhook_id' }, { json: 'events.0.id' }],
  },
  delivery: { success: ['2xx'], deadlineMs: null, source: 'memory', retry: null },
});
