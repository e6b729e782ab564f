import { recipeScheme } from '../recipe-scheme.ts';

export const flutterwave = recipeScheme({
  id: 'flutterwave',
  name: 'Flutterwave',
  docs: 'https://developer.flutterwave.com/docs/webhooks',
  secretHint: 'The secret hash from the dashboard, as text.',
  notes: ['Version 4 of the API signs the body in flutterwave-signature instead: use a recipe of your own for it.'],
  recipes: [{ algorithm: 'token', signature: { names: ['verif-hash'] } }],
  detect: [[{ header: 'verif-hash' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'data.id' }], apartBy: [{ json: 'event' }] },
  confirmed: false,
});
