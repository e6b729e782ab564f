import { recipeScheme } from '../recipe-scheme.ts';

export const square = recipeScheme({
  id: 'square',
  name: 'Square',
  docs: 'https://developer.squareup.com/docs/webhooks/step3validate',
  secretHint: 'The subscription’s signature key, as text.',
  notes: ['The notification URL is signed with the body, byte for byte as it was configured.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-square-hmacsha256-signature'], encoding: 'base64' },
      signed: '{url}{body}',
    },
  ],
  detect: [[{ header: 'x-square-hmacsha256-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'event_id' }] },
  sdk: [{ library: 'square 46.0.0', refuses: ['invalid-utf8'] }],
});
