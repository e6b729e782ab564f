import { recipeScheme } from '../recipe-scheme.ts';

export const aftership = recipeScheme({
  id: 'aftership',
  name: 'AfterShip',
  docs: 'https://www.aftership.com/docs',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['aftership-hmac-sha256'], encoding: 'base64' } }],
  detect: [[{ header: 'aftership-hmac-sha256' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'event_id' }] },
});
