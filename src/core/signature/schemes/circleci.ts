import { recipeScheme } from '../recipe-scheme.ts';

export const circleci = recipeScheme({
  id: 'circleci',
  name: 'CircleCI',
  docs: 'https://circleci.com/docs/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Of several versions in the header only v1 counts.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['circleci-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'circleci-signature' }]],
  metadata: { eventType: [{ header: 'circleci-event-type' }, { json: 'type' }], deliveryId: [{ json: 'id' }] },
});
