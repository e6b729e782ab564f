import { recipeScheme } from '../recipe-scheme.ts';

export const snyk = recipeScheme({
  id: 'snyk',
  name: 'Snyk',
  docs: 'https://docs.snyk.io',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-hub-signature', pattern: /^sha256=/ }, { header: 'x-snyk-event' }]],
  metadata: { eventType: [{ header: 'x-snyk-event' }], deliveryId: [{ header: 'x-snyk-transport-id' }] },
  confirmed: false,
});
