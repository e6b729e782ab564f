import { recipeScheme } from '../recipe-scheme.ts';

export const clickup = recipeScheme({
  id: 'clickup',
  name: 'ClickUp',
  docs: 'https://developer.clickup.com/docs/webhooksignature',
  secretHint: 'The webhook’s secret from the API’s reply, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [
    [
      { header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ },
      { header: 'user-agent', pattern: /ClickUp/i },
    ],
  ],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'history_items.0.id' }] },
});
