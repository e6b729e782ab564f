import { recipeScheme } from '../recipe-scheme.ts';

export const authorizeNet = recipeScheme({
  id: 'authorize-net',
  name: 'Authorize.Net',
  docs: 'https://developer.authorize.net/api/reference/features/webhooks.html',
  secretHint: 'The signature key of 128 hex digits; it is decoded.',
  notes: ['The signature is written in capitals; small letters are accepted too.'],
  recipes: [
    {
      algorithm: 'hmac-sha512',
      signature: { names: ['X-ANET-Signature'], assign: '=', version: 'sha512', encoding: 'hex' },
      secret: { encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-anet-signature' }]],
  metadata: { eventType: [{ json: 'eventType' }], deliveryId: [{ json: 'notificationId' }] },
});
