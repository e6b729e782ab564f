import { recipeScheme } from '../recipe-scheme.ts';

export const novu = recipeScheme({
  id: 'novu',
  name: 'Novu (bridge)',
  docs: 'https://docs.novu.co',
  secretHint: 'The environment’s secret key, as text.',
  notes: ['Novu signs the JSON as JavaScript serialises it; that is also what it sends.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['novu-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 'ms', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'novu-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
