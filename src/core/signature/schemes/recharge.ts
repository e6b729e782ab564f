import { recipeScheme } from '../recipe-scheme.ts';

export const recharge = recipeScheme({
  id: 'recharge',
  name: 'Recharge',
  docs: 'https://developer.rechargepayments.com',
  secretHint: 'The API client’s secret, as text.',
  notes: [
    'Despite the header’s name this is a plain hash of secret and body, not an HMAC: whoever has one delivery can append to its body.',
  ],
  recipes: [
    {
      algorithm: 'hash-sha256',
      signature: { names: ['X-Recharge-Hmac-Sha256'], encoding: 'hex' },
      signed: '{secret}{body}',
    },
  ],
  detect: [[{ header: 'x-recharge-hmac-sha256' }]],
  metadata: { eventType: [{ header: 'x-recharge-topic' }], deliveryId: [] },
});
