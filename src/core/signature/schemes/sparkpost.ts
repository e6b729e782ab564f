import { recipeScheme } from '../recipe-scheme.ts';

export const sparkpost = recipeScheme({
  id: 'sparkpost',
  name: 'SparkPost',
  docs: 'https://developers.sparkpost.com',
  secretHint: 'User name and password with “:” between them.',
  notes: ['Webhooks are not signed; OAuth 2.0, the other choice, is not checked here.'],
  recipes: [
    { algorithm: 'basic', signature: { names: ['Authorization'], assign: ' ', version: 'Basic', encoding: 'base64' } },
  ],
  detect: [[{ header: 'x-messagesystems-batch-id' }]],
  metadata: { eventType: [], deliveryId: [{ header: 'x-messagesystems-batch-id' }] },
});
