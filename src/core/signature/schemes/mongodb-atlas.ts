import { recipeScheme } from '../recipe-scheme.ts';

export const mongodbAtlas = recipeScheme({
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas (alerts)',
  docs: 'https://www.mongodb.com/docs/atlas/',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha1', signature: { names: ['X-MMS-Signature'], encoding: 'base64' } }],
  detect: [[{ header: 'x-mms-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
