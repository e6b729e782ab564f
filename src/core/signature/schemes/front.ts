import { recipeScheme } from '../recipe-scheme.ts';

export const front = recipeScheme({
  id: 'front',
  name: 'Front',
  docs: 'https://dev.frontapp.com',
  secretHint: 'The app’s secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Front-Signature'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'X-Front-Request-Timestamp', unit: 'ms', toleranceSeconds: 300 },
      signed: '{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-front-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
  handshake: { text: 'Webhooks of applications: answer with the value of X-Front-Challenge.', source: 'memory' },
});
