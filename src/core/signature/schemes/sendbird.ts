import { recipeScheme } from '../recipe-scheme.ts';

export const sendbird = recipeScheme({
  id: 'sendbird',
  name: 'Sendbird',
  docs: 'https://sendbird.com/docs/chat/platform-api',
  secretHint: 'The application’s master API token, as text.',
  notes: ['The secret is a full API credential: keep it out of logs and samples.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Sendbird-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-sendbird-signature' }]],
  metadata: { eventType: [{ json: 'category' }], deliveryId: [] },
});
