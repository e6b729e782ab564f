import { recipeScheme } from '../recipe-scheme.ts';

export const lob = recipeScheme({
  id: 'lob',
  name: 'Lob',
  docs: 'https://docs.lob.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Sources disagree on the timestamp’s unit; milliseconds are written here, and no window is applied.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Lob-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'Lob-Signature-Timestamp', unit: 'ms', toleranceSeconds: null },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'lob-signature' }]],
  metadata: { eventType: [{ json: 'event_type.id' }], deliveryId: [{ json: 'id' }] },
  confirmed: false,
});
