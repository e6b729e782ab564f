import { recipeScheme } from '../recipe-scheme.ts';

export const deepgram = recipeScheme({
  id: 'deepgram',
  name: 'Deepgram (callback)',
  docs: 'https://developers.deepgram.com/docs/callback',
  secretHint: 'The identifier of the API key that made the request.',
  notes: ['The identifier is no real secret: put one into the callback URL too.'],
  recipes: [{ algorithm: 'token', signature: { names: ['dg-token'] } }],
  detect: [[{ header: 'dg-token' }]],
  metadata: { eventType: [], deliveryId: [{ json: 'metadata.request_id' }] },
});
