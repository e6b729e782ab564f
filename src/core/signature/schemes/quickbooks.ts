import { recipeScheme } from '../recipe-scheme.ts';

export const quickbooks = recipeScheme({
  id: 'quickbooks',
  name: 'Intuit QuickBooks',
  docs: 'https://developer.intuit.com',
  secretHint: 'The app’s verifier token, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['intuit-signature'], encoding: 'base64' } }],
  detect: [[{ header: 'intuit-signature' }]],
  metadata: { eventType: [{ json: 'eventNotifications.0.dataChangeEvent.entities.0.name' }], deliveryId: [] },
});
