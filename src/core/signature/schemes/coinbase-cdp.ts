import { recipeScheme } from '../recipe-scheme.ts';

export const coinbaseCdp = recipeScheme({
  id: 'coinbase-cdp',
  name: 'Coinbase Developer Platform',
  docs: 'https://docs.cdp.coinbase.com/webhooks/verify-signatures',
  secretHint: 'The subscription’s secret, as text.',
  notes: ['Only v0 is checked; v1, which signs headers too, is not.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-hook0-signature'], separator: ',', assign: '=', version: 'v0', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'x-hook0-signature', pattern: /v0=/ }]],
  metadata: { eventType: [], deliveryId: [] },
});
