import { recipeScheme } from '../recipe-scheme.ts';

export const rootly = recipeScheme({
  id: 'rootly',
  name: 'Rootly',
  docs: 'https://docs.rootly.com/configuration/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Nothing stands between timestamp and body in what is signed.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-rootly-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}{body}',
    },
  ],
  detect: [[{ header: 'x-rootly-signature' }]],
  metadata: { eventType: [{ json: 'event.type' }], deliveryId: [{ json: 'event.id' }] },
});
