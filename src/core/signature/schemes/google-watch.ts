import { recipeScheme } from '../recipe-scheme.ts';

export const googleWatch = recipeScheme({
  id: 'google-watch',
  name: 'Google Drive and Calendar (watch channels)',
  docs: 'https://developers.google.com/workspace/drive/api/guides/push',
  secretHint: 'The token given when the channel was made.',
  notes: ['The body is empty: fetch what changed.'],
  recipes: [{ algorithm: 'token', signature: { names: ['X-Goog-Channel-Token'] } }],
  detect: [[{ header: 'x-goog-channel-id' }]],
  metadata: { eventType: [{ header: 'x-goog-resource-state' }], deliveryId: [{ header: 'x-goog-message-number' }] },
  confirmed: false,
});
