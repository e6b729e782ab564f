import { recipeScheme } from '../recipe-scheme.ts';

export const metronome = recipeScheme({
  id: 'metronome',
  name: 'Metronome',
  docs: 'https://docs.metronome.com',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: ['X-Metronome-Date, a line break and the body are signed.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Metronome-Webhook-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Metronome-Date', unit: 'http-date', toleranceSeconds: 300 },
      signed: '{ts}\n{body}',
    },
  ],
  detect: [[{ header: 'metronome-webhook-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
});
