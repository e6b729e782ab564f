import { recipeScheme } from '../recipe-scheme.ts';

export const onfleet = recipeScheme({
  id: 'onfleet',
  name: 'Onfleet',
  docs: 'https://docs.onfleet.com',
  secretHint: 'The webhook’s secret in hex digits; it is decoded.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha512',
      signature: { names: ['X-Onfleet-Signature'], encoding: 'hex' },
      secret: { encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-onfleet-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  handshake: { text: 'A GET with check: answer with its value.', source: 'memory' },
});
