import { recipeScheme } from '../recipe-scheme.ts';

export const getstream = recipeScheme({
  id: 'getstream',
  name: 'Stream',
  docs: 'https://getstream.io/chat/docs/node/webhooks_overview/',
  secretHint: 'The app’s API secret, as text.',
  notes: ['A compressed body is signed before it is compressed; here the bytes as they came are checked.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [
    [{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }, { header: 'x-api-key' }, { header: 'x-webhook-id' }],
    [{ header: 'x-signature' }, { header: 'x-api-key' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'x-webhook-id' }] },
  sdk: [{ library: 'stream-chat 9.53.0', refuses: ['capital-hex'] }],
});
