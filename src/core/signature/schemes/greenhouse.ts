import { recipeScheme } from '../recipe-scheme.ts';

export const greenhouse = recipeScheme({
  id: 'greenhouse',
  name: 'Greenhouse',
  docs: 'https://developers.greenhouse.io/webhooks.html',
  secretHint: 'The web hook’s secret key, as text.',
  notes: ['A space, not “=”, stands between “sha256” and the signature.'],
  recipes: [
    { algorithm: 'hmac-sha256', signature: { names: ['Signature'], assign: ' ', version: 'sha256', encoding: 'hex' } },
  ],
  detect: [[{ header: 'signature', pattern: /^sha256 / }]],
  metadata: { eventType: [{ json: 'action' }], deliveryId: [{ header: 'greenhouse-event-id' }] },
});
