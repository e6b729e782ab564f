import { recipeScheme } from '../recipe-scheme.ts';

export const triggerDev = recipeScheme({
  id: 'trigger-dev',
  name: 'Trigger.dev (alerts)',
  docs: 'https://trigger.dev/docs/troubleshooting-alerts',
  secretHint: 'The alert channel’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-trigger-signature-hmacsha256'], encoding: 'hex' } }],
  detect: [[{ header: 'x-trigger-signature-hmacsha256' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  sdk: [{ library: '@trigger.dev/sdk 4.8.3', refuses: ['invalid-utf8'] }],
});
