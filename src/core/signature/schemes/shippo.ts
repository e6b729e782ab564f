import { recipeScheme } from '../recipe-scheme.ts';

export const shippo = recipeScheme({
  id: 'shippo',
  name: 'Shippo',
  docs: 'https://docs.goshippo.com',
  secretHint: 'The HMAC secret of your account, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Shippo-Auth-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'shippo-auth-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
