import { recipeScheme } from '../recipe-scheme.ts';

export const postmark = recipeScheme({
  id: 'postmark',
  name: 'Postmark',
  docs: 'https://postmarkapp.com/developer/webhooks/webhooks-overview',
  secretHint: 'User name and password of the webhook’s URL with “:” between them.',
  notes: ['Webhooks are not signed; Postmark also publishes the addresses it sends from.'],
  recipes: [
    { algorithm: 'basic', signature: { names: ['Authorization'], assign: ' ', version: 'Basic', encoding: 'base64' } },
  ],
  detect: [
    [
      { header: 'authorization', pattern: /^Basic / },
      { header: 'user-agent', pattern: /Postmark/ },
    ],
  ],
  metadata: {
    eventType: [{ json: 'RecordType' }],
    deliveryId: [{ json: 'MessageID' }],
    apartBy: [{ json: 'RecordType' }],
  },
});
