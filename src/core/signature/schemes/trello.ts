import { recipeScheme } from '../recipe-scheme.ts';

export const trello = recipeScheme({
  id: 'trello',
  name: 'Trello',
  docs: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/',
  secretHint: 'The app’s OAuth secret; not a token.',
  notes: ['The body and after it the callback URL are signed, the URL exactly as it was registered.'],
  recipes: [
    { algorithm: 'hmac-sha1', signature: { names: ['X-Trello-Webhook'], encoding: 'base64' }, signed: '{body}{url}' },
  ],
  detect: [[{ header: 'x-trello-webhook' }]],
  metadata: { eventType: [{ json: 'action.type' }], deliveryId: [{ json: 'action.id' }] },
  handshake: { text: 'A HEAD request on creation has to get 200.', source: 'documented' },
});
