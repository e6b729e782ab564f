import { recipeScheme } from '../recipe-scheme.ts';

export const heroku = recipeScheme({
  id: 'heroku',
  name: 'Heroku',
  docs: 'https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['With level “notify” a delivery is tried once, with “sync” it is retried.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['Heroku-Webhook-Hmac-Sha256'], encoding: 'base64' } }],
  detect: [[{ header: 'heroku-webhook-hmac-sha256' }]],
  metadata: { eventType: [{ json: 'action' }], deliveryId: [{ json: 'webhook_metadata.delivery.id' }, { json: 'id' }] },
});
