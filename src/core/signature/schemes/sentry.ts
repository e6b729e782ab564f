import { recipeScheme } from '../recipe-scheme.ts';

export const sentry = recipeScheme({
  id: 'sentry',
  name: 'Sentry',
  docs: 'https://docs.sentry.io/integrations/integration-platform/webhooks',
  secretHint: 'The integration’s client secret, as text.',
  notes: ['Sentry’s sample signs re-serialised JSON; the raw body is right.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['sentry-hook-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'sentry-hook-signature' }]],
  timestampIn: 'header Sentry-Hook-Timestamp, unsigned',
  metadata: { eventType: [{ header: 'sentry-hook-resource' }], deliveryId: [{ header: 'request-id' }] },
  delivery: { success: ['2xx'], deadlineMs: 1_000, source: 'memory', retry: null },
});
