import { recipeScheme } from '../recipe-scheme.ts';

export const launchdarkly = recipeScheme({
  id: 'launchdarkly',
  name: 'LaunchDarkly',
  docs: 'https://launchdarkly.com/docs/home/infrastructure/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: [
    'A webhook without a secret is delivered without any signature.',
    'Deliveries may come out of order: the date in the payload tells theirs.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-LD-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-ld-signature' }]],
  metadata: { eventType: [{ json: 'kind' }], deliveryId: [{ json: '_id' }] },
});
