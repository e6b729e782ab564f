import { recipeScheme } from '../recipe-scheme.ts';

export const chargebee = recipeScheme({
  id: 'chargebee',
  name: 'Chargebee',
  docs: 'https://www.chargebee.com/docs/billing/2.0/site-configuration/webhook_settings',
  secretHint: 'User name and password with “:” between them.',
  notes: ['Basic authentication is optional: without it anybody can post to the endpoint.'],
  recipes: [
    { algorithm: 'basic', signature: { names: ['Authorization'], assign: ' ', version: 'Basic', encoding: 'base64' } },
  ],
  detect: [
    [{ header: 'authorization', pattern: /^Basic / }, { json: 'event_type' }, { json: 'webhook_status' }],
    [{ header: 'authorization', pattern: /^Basic / }],
  ],
  metadata: { eventType: [{ json: 'event_type' }], deliveryId: [{ json: 'id' }] },
});
