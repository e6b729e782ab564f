import { recipeScheme } from '../recipe-scheme.ts';

export const infisical = recipeScheme({
  id: 'infisical',
  name: 'Infisical',
  docs: 'https://infisical.com/docs/documentation/platform/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [
    { algorithm: 'hmac-sha256', signature: { names: ['x-infisical-signature'], separator: ';', encoding: 'hex' } },
  ],
  detect: [[{ header: 'x-infisical-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  confirmed: false,
});
