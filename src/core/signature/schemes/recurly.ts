import { recipeScheme } from '../recipe-scheme.ts';

export const recurly = recipeScheme({
  id: 'recurly',
  name: 'Recurly',
  docs: 'https://docs.recurly.com/recurly-subscriptions/docs/signature-verification',
  secretHint: 'The endpoint’s signing secret, as text.',
  notes: [
    'Only JSON webhooks are signed; XML ones use a user name and password.',
    'Two signatures for 24 h during rotation: either may match.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['recurly-signature'], separator: ',', positional: 'ts', encoding: 'hex' },
      timestamp: { in: 'signature', name: 'ts', unit: 'ms', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'recurly-signature' }]],
  metadata: { eventType: [], deliveryId: [{ header: 'recurly-notification-id' }] },
});
