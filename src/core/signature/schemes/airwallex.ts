import { recipeScheme } from '../recipe-scheme.ts';

export const airwallex = recipeScheme({
  id: 'airwallex',
  name: 'Airwallex',
  docs: 'https://www.airwallex.com/docs/developer-tools__listen-for-webhook-events',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Sources disagree on the timestamp’s unit; milliseconds are read here.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'x-timestamp', unit: 'ms', toleranceSeconds: 300 },
      signed: '{ts}{body}',
    },
  ],
  detect: [
    [{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }, { header: 'x-timestamp' }],
    [{ header: 'x-signature' }, { header: 'x-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'name' }], deliveryId: [{ json: 'id' }] },
  confirmed: false,
});
