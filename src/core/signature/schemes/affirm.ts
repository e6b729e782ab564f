import { recipeScheme } from '../recipe-scheme.ts';

export const affirm = recipeScheme({
  id: 'affirm',
  name: 'Affirm',
  docs: 'https://docs.affirm.com',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha512',
      signature: { names: ['X-Affirm-Signature'], separator: ',', assign: '=', version: 'v0', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'x-affirm-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
