import { recipeScheme } from '../recipe-scheme.ts';

export const cashfree = recipeScheme({
  id: 'cashfree',
  name: 'Cashfree',
  docs: 'https://www.cashfree.com/docs',
  secretHint: 'The client secret, as text.',
  notes: ['Amounts lose their decimals when JSON is parsed and serialised again: sign the raw body.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-webhook-signature'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'x-webhook-timestamp', unit: 'ms', toleranceSeconds: null },
      signed: '{ts}{body}',
    },
  ],
  detect: [
    [{ header: 'x-webhook-signature', pattern: /^[A-Za-z0-9+/]{43}=$/ }, { header: 'x-webhook-timestamp' }],
    [{ header: 'x-webhook-signature' }, { header: 'x-webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
});
