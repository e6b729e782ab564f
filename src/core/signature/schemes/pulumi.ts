import { recipeScheme } from '../recipe-scheme.ts';

export const pulumi = recipeScheme({
  id: 'pulumi',
  name: 'Pulumi Cloud',
  docs: 'https://www.pulumi.com/docs/pulumi-cloud/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['Pulumi-Webhook-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'pulumi-webhook-signature' }]],
  metadata: { eventType: [{ header: 'pulumi-webhook-kind' }], deliveryId: [{ header: 'pulumi-webhook-id' }] },
  confirmed: false,
});
