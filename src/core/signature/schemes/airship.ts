import { recipeScheme } from '../recipe-scheme.ts';

export const airship = recipeScheme({
  id: 'airship',
  name: 'Airship',
  docs: 'https://docs.airship.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-UA-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-UA-Timestamp', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-ua-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
