import { recipeScheme } from '../recipe-scheme.ts';

export const tally = recipeScheme({
  id: 'tally',
  name: 'Tally',
  docs: 'https://tally.so/help/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: ['Tally’s sample signs re-serialised JSON; the raw body is right.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['Tally-Signature'], encoding: 'base64' } }],
  detect: [[{ header: 'tally-signature' }]],
  metadata: { eventType: [{ json: 'eventType' }], deliveryId: [{ json: 'eventId' }] },
});
