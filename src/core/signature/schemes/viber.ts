import { recipeScheme } from '../recipe-scheme.ts';

export const viber = recipeScheme({
  id: 'viber',
  name: 'Viber',
  docs: 'https://developers.viber.com',
  secretHint: 'The bot’s authentication token, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Viber-Content-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-viber-content-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'message_token' }], apartBy: [{ json: 'event' }] },
  confirmed: false,
});
